package org.failuretransparency.harness.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What the control group allows this process, the least of its own and its ancestors' limits.
///
/// @param memoryBytes null where memory is not limited
/// @param cpus in cores; null where it is not limited
public record Limits(@Nullable Long memoryBytes, @Nullable Double cpus) {

    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final Path OWN = Path.of("/proc/self/cgroup");
    private static final String UNLIMITED = "max";

    /// Reads the limits of cgroup v2; unlimited where there is none.
    static Limits probe() {
        Path group = ownGroup();
        Double memory = null;
        Double cpus = null;
        for (Path folder = group; folder != null && folder.startsWith(ROOT); folder = folder.getParent()) {
            memory = least(memory, memoryOf(folder));
            cpus = least(cpus, cpusOf(folder));
        }
        return new Limits(memory == null ? null : (Long) memory.longValue(), cpus);
    }

    private static Path ownGroup() {
        String unified = "0::/";
        return lines(OWN).stream()
                .filter(line -> line.startsWith(unified))
                .map(line -> ROOT.resolve(line.substring(unified.length())).normalize())
                .findFirst()
                .orElse(ROOT);
    }

    private static OptionalDouble memoryOf(Path folder) {
        return lines(folder.resolve("memory.max")).stream()
                .filter(line -> !line.equals(UNLIMITED))
                .mapToDouble(Double::parseDouble)
                .findFirst();
    }

    /// The file holds `QUOTA PERIOD` in microseconds.
    private static OptionalDouble cpusOf(Path folder) {
        return lines(folder.resolve("cpu.max")).stream()
                .filter(line -> !line.startsWith(UNLIMITED))
                .map(line -> line.split(" ", -1))
                .filter(parts -> parts.length == 2)
                .mapToDouble(parts -> Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]))
                .findFirst();
    }

    private static @Nullable Double least(@Nullable Double first, OptionalDouble second) {
        if (second.isEmpty()) {
            return first;
        }
        return first == null ? (Double) second.getAsDouble() : (Double) Math.min(first, second.getAsDouble());
    }

    /// A file of the kernel that may not be there, on another kernel or in a container.
    static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            // Some of these files exist and refuse to be read; that is the same as not being there.
            return List.of();
        }
    }
}
