package org.failuretransparency.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class RunCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter errors = new StringWriter();

    private int run(String... arguments) {
        CommandLine ft = new CommandLine(new RunCommand());
        ft.setErr(new PrintWriter(errors));
        return ft.execute(arguments);
    }

    @Test
    void namesTheNearestExperimentAndExitsWithTwo() {
        assertThat(run("syntetic", "--out", folder.toString())).isEqualTo(2);
        assertThat(errors.toString()).contains("name=syntetic, did you mean synthetic?");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesUnknownStoragesAndProfiles() {
        assertThat(run("--storage", "tape", "--out", folder.toString())).isEqualTo(2);
        assertThat(errors.toString()).contains("no such storage: name=tape");
        assertThat(run("--profile", "quick", "--out", folder.toString())).isEqualTo(2);
        assertThat(errors.toString()).contains("no such profile: name=quick");
    }

    @Test
    void keepsResultsThatAreThere() throws IOException {
        Path samples = Files.writeString(folder.resolve("samples.csv"), "kept");
        assertThat(run("crash", "--out", folder.toString())).isEqualTo(2);
        assertThat(errors.toString())
                .contains("results are there already")
                .contains("--resume")
                .contains("--replace");
        assertThat(samples).hasContent("kept");
    }

    @Test
    void findsBeforeTheRunThatResultsCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        CommandLine ft = new CommandLine(new RunCommand());
        ft.setErr(new PrintWriter(errors));
        ft.setExecutionExceptionHandler((exception, command, parsed) -> {
            errors.write(exception.toString());
            return 2;
        });
        assertThat(ft.execute("crash", "--out", file.resolve("results").toString()))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("ResultsException");
        assertThat(List.of(file)).allMatch(Files::isRegularFile);
    }
}
