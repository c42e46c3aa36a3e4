package org.failuretransparency.harness.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The harness's side of a resident process ([ArmMain]): starts it, asks it, kills it.
///
/// The process has 64 MB of Java heap, which is so the bound of what any of the systems needs beyond its regions, and
/// the simplest collector, so that no second thread competes for the processor.
///
/// **Throws**: [RunException] when the process reports an error, ends, or answers something else.
final class ArmProcess implements AutoCloseable {

    private static final long END_SECONDS = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Process process;
    private final BufferedReader replies;
    private final PrintStream requests;

    private ArmProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.replies = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /// Starts a process, inside a memory limit if there is one. `name` is for messages.
    static ArmProcess start(String name, Optional<MemoryLimit> limit) {
        List<String> java = java(ArmMain.class);
        List<String> command =
                new ArrayList<>(limit.map(inside -> inside.enter(java)).orElse(java));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new ArmProcess(name, process);
        } catch (IOException e) {
            throw new RunException("process did not start: arm=" + name, e);
        }
    }

    /// The command of a process like these.
    static List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    long pid() {
        return process.pid();
    }

    /// Sends a request and waits for its answer.
    ArmReply ask(ArmRequest request) {
        send(request);
        return reply(request.call());
    }

    private void send(ArmRequest request) {
        try {
            requests.println(JSON.writeValueAsString(request));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ArmReply reply(ArmRequest.Call call) {
        try {
            String line = replies.readLine();
            if (line == null) {
                throw new RunException("process ended: arm=" + name + ", call=" + call + ", exit=" + exitCode());
            }
            ArmReply reply = JSON.readValue(line, ArmReply.class);
            if (reply.error() != null) {
                throw new RunException("process failed: arm=" + name + ", call=" + call + ", error=" + reply.error());
            }
            return reply;
        } catch (IOException e) {
            throw new RunException("process did not answer: arm=" + name + ", call=" + call, e);
        }
    }

    private int exitCode() {
        try {
            return process.waitFor(END_SECONDS, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /// Kills the process with SIGKILL and waits until it is gone.
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /// Ends the input, upon which the process closes what it has open, and waits; kills it if it does not end.
    @Override
    public void close() {
        requests.close();
        if (exitCode() < 0) {
            kill();
        }
    }
}
