package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A program on a JVM's own input and output, with the signals that are sent to that JVM: in a child.
@Timeout(60)
class PlainRunnerTest {

    /// Says what arrives: input by the line, SIGINT by its number; ends at the end of the input.
    static final class Child {

        private static final long BUFFER = 0;

        private Child() {}

        public static void main(String[] arguments) {
            List<Program.Entry> routines = List.of(
                    new Program.Entry("main", 2, Child::step), new Program.Entry("interrupt", 2, Child::interrupt));
            System.exit(PlainRunner.run(new Program("child", 1, new AddressSpace(1, 0, 1), routines, 0)));
        }

        private static void step(Guest g) {
            g.resumeAt(g.point() + 1);
            switch (g.point()) {
                case 0 -> g.request(SystemCalls.SIGACTION, Signals.SIGINT, 1, 0, 0);
                case 1 -> say(g, "ready\n");
                case 2 -> g.request(SystemCalls.READ, 0, BUFFER + 64, 100, 0);
                default -> {
                    if (g.result() == 0) {
                        g.ret(7);
                    } else if (g.result() < 0) {
                        g.resumeAt(2);
                        say(g, "interrupted " + g.result() + "\n");
                    } else {
                        g.resumeAt(2);
                        g.request(SystemCalls.WRITE, 1, BUFFER + 64, g.result(), 0);
                    }
                }
            }
        }

        private static void interrupt(Guest g) {
            if (g.point() == 0) {
                g.resumeAt(1);
                say(g, "signal " + g.local(0) + "\n");
            } else {
                g.ret(0);
            }
        }

        private static void say(Guest g, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            g.memory().put(BUFFER, bytes, 0, bytes.length);
            g.request(SystemCalls.WRITE, 1, BUFFER, bytes.length, 0);
        }
    }

    private static Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void signal(Process child, String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(child.pid()))
                .start()
                .waitFor();
        assertThat(status).isZero();
    }

    @Test
    void connectsAProgramToItsJvmsInputOutputAndSignals() throws IOException, InterruptedException {
        Process child = start();
        OutputStream in = child.getOutputStream();
        try (BufferedReader out = child.inputReader()) {
            assertThat(out.readLine()).isEqualTo("ready");
            in.write("hello\n".getBytes(StandardCharsets.US_ASCII));
            in.flush();
            assertThat(out.readLine()).isEqualTo("hello");
            signal(child, "WINCH"); // ignored by default, and does not interrupt the read
            signal(child, "INT");
            assertThat(out.readLine()).isEqualTo("signal 2");
            assertThat(out.readLine()).isEqualTo("interrupted -4");
            in.close();
            assertThat(child.waitFor()).isEqualTo(7);
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void aSignalWithoutAHandlerEndsTheProgram() throws IOException, InterruptedException {
        Process child = start();
        try (BufferedReader out = child.inputReader()) {
            assertThat(out.readLine()).isEqualTo("ready");
            signal(child, "TERM");
            assertThat(child.waitFor()).isEqualTo(128 + 15);
        } finally {
            child.destroyForcibly();
        }
    }
}
