package org.failuretransparency.harness.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The clients' side of their servers' process ([MessageServer]), of which each process of clients has one: servers
/// that are compared run the same compiled code, as their clients do. It ends with this process.
///
/// **Threads**: one.
final class MessageServerProcess {

    private record Running(PrintStream requests, BufferedReader replies) {}

    private @Nullable Running running;

    /// The process, which the first server starts, on every processor.
    private Running running() {
        if (running == null) {
            OneProcessor.leave();
            try {
                Process process = new ProcessBuilder(ArmProcess.java(MessageServer.class))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                running = new Running(
                        new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8),
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return running;
    }

    /// Starts a server; returns where it receives.
    String start(ArmSetup setup) {
        running().requests().println(String.join("\t", setup.system(), setup.storage(), setup.directory()));
        return reply();
    }

    /// Waits until the server that was asked to end has closed what it had open.
    void awaitEnd() {
        String reply = reply();
        if (!reply.equals(MessageServer.ENDED)) {
            throw new IllegalStateException("server did not end: reply=" + reply);
        }
    }

    private String reply() {
        try {
            String line = running().replies().readLine();
            if (line == null) {
                throw new IllegalStateException("servers' process ended");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
