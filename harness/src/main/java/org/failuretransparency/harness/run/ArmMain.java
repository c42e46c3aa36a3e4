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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A resident process: one arm of a comparison, compiled and warm, which runs when it is its turn. Reads a request a
/// line from standard input and answers with a line on standard output, both JSON.
public final class ArmMain {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;
    private @Nullable ArmSetup setup;
    private @Nullable ArmWork work;

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
        arm.close();
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
        try {
            return switch (request.call()) {
                case OPEN -> open(required(request.setup(), "setup"));
                case WARM_UP -> warmUp(required(request.length(), "length"));
                case TRIAL -> work().trial(required(request.length(), "length"));
                case LATENCY -> work().latency(request.transactions());
                case COUNT -> count(request.transactions());
                case ENDLESS -> endless();
                case RECOVER -> recover(required(request.setup(), "setup"));
                case THREAD -> thread();
                case CLOSE -> close();
            };
        } catch (RuntimeException e) {
            return ArmReply.failed(e);
        }
    }

    private ArmReply open(ArmSetup opened) throws IOException {
        close();
        removeRegions(opened.path());
        use(opened, ArmWork.create(opened));
        return opened();
    }

    private ArmReply recover(ArmSetup left) throws IOException {
        if (work != null) {
            work.close();
        }
        use(left, ArmWork.recover(left));
        return opened();
    }

    private void use(ArmSetup opened, ArmWork used) {
        setup = opened;
        work = used;
    }

    private ArmReply opened() {
        return ArmReply.of(work().values(), work().violations());
    }

    private ArmWork work() {
        return required(work, "database");
    }

    private ArmReply warmUp(TrialLength length) {
        work().warmUp(length);
        return ArmReply.checked(List.of());
    }

    private ArmReply count(long transactions) {
        work().count(transactions);
        return ArmReply.checked(List.of());
    }

    private ArmReply endless() {
        work().endless(() -> answer(ArmReply.checked(List.of())));
        throw new IllegalStateException("ended before it was killed");
    }

    private static ArmReply thread() throws IOException {
        Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
        return ArmReply.of(
                Map.of(ArmReply.THREAD, Double.valueOf(self.getFileName().toString())), List.of());
    }

    private ArmReply close() throws IOException {
        if (work != null) {
            work.close();
            work = null;
            removeRegions(required(setup, "database").path());
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
