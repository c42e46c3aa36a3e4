package org.failuretransparency.harness.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.failuretransparency.harness.results.ResultsException;
import org.failuretransparency.harness.results.RunFolder;
import org.failuretransparency.harness.results.WholeFile;

/// Everything that a run was measured on and with: `environment.json`.
///
/// It names neither host nor user nor paths, so that it can be published with the results.
public record Environment(
        Invocation invocation, Machine machine, Software software, Limits limits, List<StoragePlace> storages) {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final double GIB = 1 << 30;

    public Environment {
        storages = List.copyOf(storages);
    }

    /// The environment of this process.
    ///
    /// @param folders where each storage keeps its files
    public static Environment probe(Invocation invocation, SequencedMap<String, Path> folders) {
        List<StoragePlace> storages = new ArrayList<>();
        folders.forEach((storage, folder) -> storages.add(StoragePlace.of(storage, folder)));
        return new Environment(invocation, MachineProbe.machine(), SoftwareProbe.software(), Limits.probe(), storages);
    }

    /// The same environment at the end of the run.
    public Environment ended() {
        return new Environment(invocation.ended(), machine, software, limits, storages);
    }

    public void write(RunFolder run) {
        WholeFile.write(run.environment(), toJson() + "\n");
    }

    /// The environment of a run; empty where the run has none.
    public static Optional<Environment> read(RunFolder run) {
        Path file = run.environment();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readString(file), Environment.class));
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new ResultsException.Malformed(file, line, "not an environment: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ResultsException.Io(file, e);
        }
    }

    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("environment has no JSON form: " + this, e);
        }
    }

    /// The facts that can make two runs differ, by name, in words.
    public SequencedMap<String, String> facts() {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("computer", machine.computer());
        facts.put("processor", machine.cpu());
        facts.put("cores", machine.physicalCores() + " physical, " + machine.logicalCores() + " logical");
        facts.put("frequency", machine.frequencyHz() == 0 ? "unknown" : megahertz(machine.frequencyHz()));
        facts.put("caches", String.join(", ", machine.caches()));
        facts.put("memory", gibibytes(machine.memoryBytes()));
        facts.put("disks", String.join(", ", machine.disks()));
        facts.put("kernel settings", String.join(", ", machine.settings()));
        facts.put("operating system", software.operatingSystem());
        facts.put("kernel", software.kernel());
        facts.put("JVM", software.jvm());
        facts.put("JVM flags", String.join(" ", software.jvmFlags()));
        facts.put("commit", software.commit() + (software.uncommittedChanges() ? " with uncommitted changes" : ""));
        Long memoryLimit = limits.memoryBytes();
        facts.put("memory limit", memoryLimit == null ? "none" : gibibytes(memoryLimit));
        Double cpuLimit = limits.cpus();
        facts.put("CPU limit", cpuLimit == null ? "none" : cpuLimit + " cores");
        facts.put("storages", storages.stream().map(Environment::inWords).collect(Collectors.joining(", ")));
        facts.put("profile", invocation.profile());
        return facts;
    }

    /// The facts in which two runs differ, in words; one sentence where a run does not tell its environment.
    public static List<String> differences(Optional<Environment> a, Optional<Environment> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() && b.isEmpty()
                    ? List.of("neither run has an environment.json")
                    : List.of((a.isEmpty() ? "A" : "B") + " has no environment.json");
        }
        Map<String, String> other = b.get().facts();
        return a.get().facts().entrySet().stream()
                .filter(fact -> !fact.getValue().equals(other.get(fact.getKey())))
                .map(fact -> fact.getKey() + ": A " + fact.getValue() + " | B " + other.get(fact.getKey()))
                .toList();
    }

    private static String inWords(StoragePlace place) {
        return place.storage() + " on " + place.fileSystem() + " (" + place.device() + ", "
                + gibibytes(place.totalBytes()) + ")";
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / GIB);
    }

    private static String megahertz(long hertz) {
        return hertz / 1_000_000 + " MHz";
    }
}
