package org.failuretransparency.harness.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A resident process: one arm of a comparison, or several that share it, compiled and warm, which run when it is their
/// turn. Reads a request a line from standard input and answers with a line on standard output, both JSON.
public final class ArmMain {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;
    private final MessageServerProcess servers = new MessageServerProcess();
    /// By the arms' numbers.
    private final Map<Integer, Opened> opened = new HashMap<>();

    private record Opened(ArmSetup setup, ArmWork work) {}

    private ArmMain(PrintStream out) {
        this.out = out;
    }

    /// Serves requests until standard input ends.
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ArmMain arm = new ArmMain(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            arm.answer(arm.serve(JSON.readValue(line, ArmRequest.class)));
        }
        for (Integer number : List.copyOf(arm.opened.keySet())) {
            arm.close(number);
        }
    }

    private void answer(ArmReply reply) {
        try {
            out.println(JSON.writeValueAsString(reply));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whatever goes wrong is the answer: the harness reports it with the arm's name.
    private ArmReply serve(ArmRequest request) throws IOException {
        int arm = request.arm();
        try {
            return switch (request.call()) {
                case OPEN -> open(arm, required(request.setup(), "setup"));
                case WARM_UP -> warmUp(arm, required(request.length(), "length"));
                case TRIAL -> work(arm).trial(required(request.length(), "length"));
                case LATENCY -> work(arm).latency(request.transactions());
                case COUNT -> count(arm, request.transactions());
                case ENDLESS -> endless(arm);
                case RECOVER -> recover(arm, required(request.setup(), "setup"));
                case THREAD -> thread();
                case CLOSE -> close(arm);
            };
        } catch (RuntimeException e) {
            return ArmReply.failed(e);
        }
    }

    private ArmReply open(int arm, ArmSetup setup) throws IOException {
        close(arm);
        removeRegions(setup.path());
        return use(arm, new Opened(setup, ArmWork.create(setup, servers)));
    }

    private ArmReply recover(int arm, ArmSetup left) throws IOException {
        Opened before = opened.remove(arm);
        if (before != null) {
            before.work().close();
        }
        return use(arm, new Opened(left, ArmWork.recover(left)));
    }

    private ArmReply use(int arm, Opened used) {
        opened.put(arm, used);
        return ArmReply.of(used.work().values(), used.work().violations());
    }

    private ArmWork work(int arm) {
        return required(opened.get(arm), "database").work();
    }

    private ArmReply warmUp(int arm, TrialLength length) {
        work(arm).warmUp(length);
        return ArmReply.checked(List.of());
    }

    private ArmReply count(int arm, long transactions) {
        work(arm).count(transactions);
        return ArmReply.checked(List.of());
    }

    private ArmReply endless(int arm) {
        work(arm).endless(() -> answer(ArmReply.checked(List.of())));
        throw new IllegalStateException("ended before it was killed");
    }

    private static ArmReply thread() throws IOException {
        Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
        return ArmReply.of(
                Map.of(ArmReply.THREAD, Double.valueOf(self.getFileName().toString())), List.of());
    }

    private ArmReply close(int arm) throws IOException {
        Opened closed = opened.remove(arm);
        if (closed != null) {
            closed.work().close();
            removeRegions(closed.setup().path());
        }
        return ArmReply.checked(List.of());
    }

    /// Makes a directory, or empties it.
    static void removeRegions(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static <T> T required(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("request without its " + what);
        }
        return value;
    }
}
