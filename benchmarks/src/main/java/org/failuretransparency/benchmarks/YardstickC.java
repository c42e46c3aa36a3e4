package org.failuretransparency.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// The C program `yardstick.c`, compiled with `cc -O2`.
record YardstickC(Path executable, Path region) {

    private static final String SOURCE = "yardstick.c";

    /// Nanoseconds of a transaction without and with the undo log.
    record Round(double base, double vista) {}

    /// Compiles the program into a folder; empty if the machine has no C compiler.
    static Optional<YardstickC> compile(Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve(SOURCE);
        try (InputStream in = YardstickC.class.getResourceAsStream("/" + SOURCE)) {
            Files.copy(Objects.requireNonNull(in, SOURCE), source);
        }
        Path executable = folder.resolve("yardstick");
        Process compiler;
        try {
            compiler = new ProcessBuilder("cc", "-O2", "-o", executable.toString(), source.toString())
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            return Optional.empty();
        }
        if (compiler.waitFor() != 0) {
            throw new IllegalStateException("compiler failed: source=" + source + ", exit=" + compiler.exitValue());
        }
        return Optional.of(new YardstickC(executable, folder.resolve("yardstick.region")));
    }

    /// One round in a process of its own, which warms itself up.
    Round run(long databaseBytes, int rangeBytes, long transactions) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        executable.toString(),
                        region.toString(),
                        Long.toString(databaseBytes),
                        Integer.toString(rangeBytes),
                        Long.toString(transactions))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("yardstick failed: exit=" + process.exitValue());
        }
        String[] times = output.strip().split(" ", -1);
        return new Round(Double.parseDouble(times[0]), Double.parseDouble(times[1]));
    }
}
