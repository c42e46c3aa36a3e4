package org.failuretransparency.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.failuretransparency.harness.results.RunFolder;
import org.failuretransparency.harness.results.SampleRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class FtTest {

    @TempDir
    private Path folder;

    private final StringWriter printed = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"plot", "claims"})
    void exits2ForAFolderThatIsNoRun(String command) {
        Path missing = folder.resolve("missing");
        assertThat(ft(command, missing.toString())).isEqualTo(2);
        assertThat(errors).hasToString("ft: no such run: folder=" + missing + ", missing=the folder itself\n");
    }

    @Test
    void exits2AndWritesNoVerdictForSamplesThatCannotBeReadWhole() throws IOException {
        RunFolder run = SampleRun.standard(1).write(folder);
        Path samples = run.samples();
        String text = Files.readString(samples);
        Files.writeString(samples, text.substring(0, text.length() - 3));
        assertThat(ft("claims", folder.toString())).isEqualTo(2);
        assertThat(errors.toString()).startsWith("ft: " + samples + ":").contains(": the last line is not complete");
        assertThat(run.claims()).doesNotExist();
    }

    @Test
    void printsClaimsByVerdictWithMeasuredBesidePublished() {
        RunFolder run = SampleRun.standard(3).write(folder);
        assertThat(ft("claims", folder.toString())).isZero();
        assertThat(printed.toString())
                .contains("reproduced (", "shape (", "reported (", "not-tested (")
                .containsPattern("V2 +2[0-9][0-9] x \\[[0-9]+, [0-9]+] +100 x +RVM-Rio small-transaction overhead");
        assertThat(run.claims()).isNotEmptyFile();
    }

    @Test
    void printsTheClaimsAsTheFileHasThem() {
        RunFolder run = SampleRun.standard(2).write(folder);
        assertThat(ft("claims", "--csv", folder.toString())).isZero();
        assertThat(run.claims()).content().isEqualTo(printed.toString());
    }

    @Test
    void drawsChartsAndSaysWhere() {
        SampleRun.standard(1).write(folder);
        assertThat(ft("plot", folder.toString())).isZero();
        assertThat(printed.toString()).startsWith("27 charts in " + folder.resolve("plots"));
    }

    @Test
    void exits2ForATraceOrAModelThatCannotBeRead() throws IOException {
        Path trace = Files.writeString(folder.resolve("trace"), "no trace\n");
        assertThat(ft("theory", "check", trace.toString())).isEqualTo(2);
        assertThat(errors.toString()).startsWith("ft: " + trace + ":1: ");
        assertThat(ft("theory", "explore", folder.resolve("missing").toString()))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("ft: model not readable: file=");
    }

    @Test
    void printsTheEnvironment() {
        assertThat(ft("env")).isZero();
        assertThat(printed.toString())
                .contains("processor ")
                .contains("kernel ")
                .contains("storages ");
        assertThat(ft("env", "--json")).isZero();
        assertThat(printed.toString()).contains("\"machine\" : {");
    }

    @Test
    void exits2WithoutACommandAndForAnUnknownOne() {
        assertThat(ft()).isEqualTo(2);
        assertThat(ft("plott")).isEqualTo(2);
        assertThat(errors.toString()).contains("Did you mean: ft plot");
    }

    private int ft(String... arguments) {
        CommandLine ft = Ft.commandLine();
        ft.setOut(new PrintWriter(printed));
        ft.setErr(new PrintWriter(errors, true));
        return ft.execute(arguments);
    }
}
