package org.failuretransparency.crashlab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A JVM of its own that runs a main class of this class path, so that it can be killed. Its output comes line by line;
/// its error output and the JVM's own crash report go to files in its directory.
///
/// **Threads**: one, besides its own that reads the child's output.
///
/// **Throws**: `IllegalStateException` when the child does not do in time what was waited for, with its error output.
public final class ChildJvm implements AutoCloseable {

    /// What the exit code of a process is that `SIGKILL` ended: 128 + 9.
    public static final int KILLED = 137;

    private static final String END = "\0end";

    private final Process process;
    private final Path errors;
    private final Thread reader;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private boolean ended;

    private ChildJvm(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.reader = Thread.ofPlatform()
                .daemon()
                .name("output of child " + process.pid())
                .start(this::read);
    }

    /// Starts a main class with this JVM's class path, its JDK, the flags that this project needs, and `flags`.
    ///
    /// @param directory where error output and crash reports are kept
    public static ChildJvm start(Path directory, List<String> flags, Class<?> main, String... arguments) {
        return start(directory, List.of(), flags, main, arguments);
    }

    /// The same behind a command that executes the rest of its arguments in its own place, such as `ip netns exec
    /// NAME`.
    public static ChildJvm start(
            Path directory, List<String> executor, List<String> flags, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(executor);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + directory.resolve("jvm-crash-%p.log")));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        try {
            Path errors = Files.createTempFile(directory, "child-", ".stderr");
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
            return new ChildJvm(builder.start(), errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /// Writes a line to the child's input. A child that is gone does not read it.
    public void send(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw failure("child did not read: line=" + line + ", reason=" + e.getMessage());
        }
    }

    /// The next line of output; empty at its end.
    public Optional<String> nextLine(Duration timeout) {
        if (ended) {
            return Optional.empty();
        }
        try {
            String line = lines.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw failure("child printed no line: timeout=" + timeout);
            }
            ended = line.equals(END);
            return ended ? Optional.empty() : Optional.of(line);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Skips output up to a line that starts with `start`, and returns it.
    public String awaitLine(String start, Duration timeout) {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        List<String> skipped = new ArrayList<>();
        while (true) {
            Duration left = Duration.ofNanos(deadlineNanos - System.nanoTime());
            Optional<String> line = nextLine(left);
            if (line.isEmpty()) {
                throw failure("child ended without the line: start=" + start + ", printed=" + skipped + ", exit code="
                        + exitCode(timeout));
            }
            if (line.get().startsWith(start)) {
                return line.get();
            }
            skipped.add(line.get());
        }
    }

    /// Waits for the child's end, at most that long; returns whether it came.
    public boolean endsWithin(Duration timeout) {
        try {
            return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Waits for the child's end and returns its exit code.
    public int exitCode(Duration timeout) {
        if (!endsWithin(timeout)) {
            throw failure("child did not end: timeout=" + timeout);
        }
        return process.exitValue();
    }

    /// Sends `SIGKILL` and does not wait.
    public void signalKill() {
        // Not by the process itself, which would close the pipe and lose what the child had printed.
        process.toHandle().destroyForcibly();
    }

    /// Kills the child by `SIGKILL` and waits until it is gone; a child that had ended in another way is a failure.
    public void kill(Duration timeout) {
        signalKill();
        int code = exitCode(timeout);
        if (code != KILLED) {
            throw failure("child was not killed: exit code=" + code + ", expected=" + KILLED);
        }
    }

    /// Everything that the child has written to its error output.
    public String errorOutput() {
        try {
            return Files.readString(errors, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Kills the child if it still runs.
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            reader.join();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("output broke off: " + e);
        } finally {
            lines.add(END);
        }
    }

    private IllegalStateException failure(String what) {
        return new IllegalStateException(what + ", pid=" + pid() + ", error output=" + errorOutput());
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for a child", e);
    }
}
