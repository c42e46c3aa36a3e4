package org.failuretransparency.harness.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// Counts the system calls of one thread with `strace`, where that program is installed and may trace.
final class SystemCalls {

    private static final long END_SECONDS = 20;

    private SystemCalls() {}

    /// The calls that a thread makes while `work` runs, those that begin and end it included; empty where they cannot
    /// be traced.
    static OptionalLong count(long thread, Runnable work) {
        try {
            Path counts = Files.createTempFile("system-calls-", ".txt");
            try {
                return count(thread, work, counts);
            } finally {
                Files.delete(counts);
            }
        } catch (IOException e) {
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }

    private static OptionalLong count(long thread, Runnable work, Path counts)
            throws IOException, InterruptedException {
        Process strace = new ProcessBuilder(
                        List.of("strace", "-c", "-o", counts.toString(), "-p", Long.toString(thread)))
                .redirectErrorStream(true)
                .start();
        BufferedReader messages =
                new BufferedReader(new InputStreamReader(strace.getInputStream(), StandardCharsets.UTF_8));
        String attached = messages.readLine();
        if (attached == null || !attached.contains("attached")) {
            strace.destroy();
            return OptionalLong.empty();
        }
        work.run();
        // SIGTERM makes strace detach and write what it counted.
        strace.destroy();
        if (!strace.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            strace.destroyForcibly();
            return OptionalLong.empty();
        }
        return total(Files.readAllLines(counts));
    }

    /// The column "calls" of the line "total".
    private static OptionalLong total(List<String> lines) {
        for (String line : lines) {
            String[] columns = line.trim().split("\\s+", -1);
            if (columns.length >= 5 && "total".equals(columns[columns.length - 1])) {
                return OptionalLong.of(Long.parseLong(columns[3]));
            }
        }
        return OptionalLong.empty();
    }
}
