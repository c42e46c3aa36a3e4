package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.guest.HostFiles;
import org.failuretransparency.os.SystemCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the README says that a program needs to survive: another line in its launcher. The launchers run in JVMs of
/// their own, on their standard input and output.
@Timeout(120)
final class TutorialTest {

    private static final int KILLED = 137;

    @TempDir
    private Path directory;

    private Process start(Class<?> launcher, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                launcher.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectInput(directory.resolve("input").toFile())
                .redirectError(directory.resolve("errors").toFile())
                .start();
    }

    private static void type(int pipe, String text) {
        try (Arena arena = Arena.ofConfined()) {
            assertThat(SystemCall.write(pipe, arena.allocateFrom(text).address(), text.length()))
                    .isEqualTo(text.length());
        }
    }

    /// Types a line, and waits until the program has said that.
    private static void typed(int pipe, String text, BufferedReader output, String answer) throws IOException {
        type(pipe, text);
        String line = output.readLine();
        while (line != null && !line.equals(answer)) {
            line = output.readLine(); // what was shown before the kill may be shown again
        }
        assertThat(line).isEqualTo(answer);
    }

    @Test
    void theTutorialsProgramSurvivesKills() throws IOException, InterruptedException {
        int pipe = HostFiles.pipe(directory.resolve("input"));
        String checkpoint = directory.resolve("tally.dc").toString();
        List<String> answers = List.of("1 lines, 2 words", "2 lines, 4 words", "3 lines, 4 words");
        List<String> lines = List.of("to be\n", "or not\n", "to be\n");
        for (int life = 0; life < answers.size(); life++) {
            Process process = start(RecoverableTally.class, checkpoint);
            try (BufferedReader output = process.inputReader()) {
                typed(pipe, lines.get(life), output, answers.get(life));
                process.toHandle().destroyForcibly();
                assertThat(process.waitFor()).isEqualTo(KILLED);
            }
        }
        Process process = start(RecoverableTally.class, checkpoint);
        try (BufferedReader output = process.inputReader()) {
            typed(pipe, "that\n", output, "4 lines, 5 words");
            SystemCall.close(pipe);
            assertThat(output.lines().toList()).containsExactly("to 2", "be 2", "or 1", "not 1", "that 1");
            assertThat(process.waitFor()).isZero();
        }
        assertThat(Path.of(checkpoint)).doesNotExist();
    }

    @Test
    void theSameProgramRunsPlain() throws IOException, InterruptedException {
        Files.writeString(directory.resolve("input"), "to be\n");
        Process process = start(PlainTally.class);
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.lines().toList()).containsExactly("1 lines, 2 words", "to 1", "be 1");
        }
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void theReadmeQuotesTheLaunchers() throws IOException {
        Path module = Path.of(System.getProperty("basedir", ""));
        String readme = Files.readString(module.resolve("README.md"));
        for (String launcher : List.of("PlainTally", "RecoverableTally")) {
            List<String> lines = Files.readAllLines(
                    module.resolve("src/test/java/org/failuretransparency/checkpoint/" + launcher + ".java"));
            int end = lines.indexOf("    // end");
            int start = end;
            while (!lines.get(start).contains("// quote:")) {
                start--;
            }
            assertThat(readme)
                    .contains(String.join("\n", lines.subList(start + 1, end)).stripIndent());
        }
    }
}
