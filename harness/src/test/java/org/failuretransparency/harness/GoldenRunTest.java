package org.failuretransparency.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.failuretransparency.harness.claims.ClaimsReport;
import org.failuretransparency.harness.results.Measurements;
import org.failuretransparency.harness.results.RunFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A small run whose summary and verdicts were worked out by hand: the files come out byte for byte.
final class GoldenRunTest {

    @TempDir
    private Path folder;

    private RunFolder run;

    @BeforeEach
    void copySamples() throws IOException {
        Files.writeString(folder.resolve("samples.csv"), golden("samples.csv"));
        run = RunFolder.open(folder);
    }

    @Test
    void summarizesAsBefore() throws IOException {
        run.summarize();
        assertThat(run.summary()).content().isEqualTo(golden("summary.csv"));
    }

    @Test
    void judgesAsBefore() throws IOException {
        Measurements measurements = run.measurements();
        ClaimsReport.of(measurements).write(run);
        assertThat(run.claims()).content().isEqualTo(golden("claims.csv"));
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(GoldenRunTest.class.getResourceAsStream("golden/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
