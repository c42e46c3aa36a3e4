package org.failuretransparency.harness.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.recoverable.Workload;
import org.failuretransparency.rio.ModelClock;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.jspecify.annotations.Nullable;

/// A resident process: one arm of a comparison, compiled and warm, which runs when it is its turn. Reads a request a
/// line from standard input and answers with a line on standard output, both JSON.
public final class ArmMain {

    private static final double NANOS_PER_MICRO = 1_000.0;
    private static final long SMALL_BYTES = 1 << 20;
    private static final int SMALL_OPENINGS = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;
    private @Nullable ArmSetup setup;
    private @Nullable SystemUnderTest system;
    private @Nullable Workload workload;
    private @Nullable TrialLoop loop;

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

    private void answer(ArmReply reply) throws IOException {
        out.println(JSON.writeValueAsString(reply));
    }

    /// Whatever goes wrong is the answer: the harness reports it with the arm's name.
    private ArmReply serve(ArmRequest request) throws IOException {
        try {
            return switch (request.call()) {
                case OPEN -> open(required(request.setup(), "setup"));
                case WARM_UP -> warmUp(required(request.length(), "length"));
                case TRIAL -> trial(required(request.length(), "length"));
                case LATENCY -> latency(request.transactions());
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
        Storage storage = storage(opened);
        SystemUnderTest created = SystemUnderTest.create(opened, storage, Workloads.memoryBytes(opened));
        Workload made = Workloads.over(created.memory(), opened);
        made.load();
        use(opened, created, made, storage.clock());
        return ArmReply.checked(made.violations());
    }

    /// A small database is opened first, again and again, so that what is timed is the library and not the loading of
    /// classes.
    private ArmReply recover(ArmSetup opened) throws IOException {
        openSmallOnes(opened);
        Storage storage = storage(opened);
        long started = System.nanoTime();
        SystemUnderTest recovered = SystemUnderTest.open(opened, storage);
        double micros = (System.nanoTime() - started) / NANOS_PER_MICRO;
        Workload found = Workloads.over(recovered.memory(), opened);
        use(opened, recovered, found, storage.clock());
        return ArmReply.of(Map.of(Metric.RECOVERY_TIME.id(), micros), found.violations());
    }

    private static void openSmallOnes(ArmSetup like) throws IOException {
        Path directory = like.path().resolve("small");
        removeRegions(directory);
        Storage storage = Storage.of(StorageKind.of(like.storage()), directory, ModelClock.virtual());
        SystemUnderTest.create(like, storage, SMALL_BYTES).close();
        for (int i = 0; i < SMALL_OPENINGS; i++) {
            SystemUnderTest.open(like, storage).close();
        }
        removeRegions(directory);
        Files.delete(directory);
    }

    private static Storage storage(ArmSetup opened) {
        return Storage.of(StorageKind.of(opened.storage()), opened.path(), ModelClock.virtual());
    }

    private void use(ArmSetup opened, SystemUnderTest used, Workload run, ModelClock clock) {
        setup = opened;
        system = used;
        workload = run;
        loop = new TrialLoop(used, run, clock);
    }

    private ArmReply warmUp(TrialLength length) {
        required(loop, "database").run(length, asThroughput());
        return ArmReply.checked(List.of());
    }

    private ArmReply trial(TrialLength length) {
        TrialLoop.Result result = required(loop, "database").run(length, asThroughput());
        List<String> violations = required(workload, "database").violations();
        return new ArmReply(null, result.values(), result.timeline(), null, violations);
    }

    private boolean asThroughput() {
        return !Workloads.SYNTHETIC.equals(required(setup, "database").workload());
    }

    private ArmReply latency(long transactions) {
        Histogram latencies = required(loop, "database").latencies(transactions);
        ByteBuffer buffer = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
        int bytes = latencies.encodeIntoCompressedByteBuffer(buffer, Deflater.BEST_COMPRESSION);
        String encoded = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), bytes));
        List<String> violations = required(workload, "database").violations();
        return new ArmReply(null, Map.of(), List.of(), encoded, violations);
    }

    private ArmReply count(long transactions) {
        required(loop, "database").count(transactions);
        return ArmReply.checked(List.of());
    }

    private ArmReply endless() throws IOException {
        TrialLoop running = required(loop, "database");
        answer(ArmReply.checked(List.of()));
        while (true) {
            running.count(Short.MAX_VALUE);
        }
    }

    private static ArmReply thread() throws IOException {
        Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
        return ArmReply.of(
                Map.of(ArmReply.THREAD, Double.valueOf(self.getFileName().toString())), List.of());
    }

    private ArmReply close() throws IOException {
        if (system != null) {
            system.close();
            system = null;
            workload = null;
            loop = null;
            removeRegions(required(setup, "database").path());
        }
        return ArmReply.checked(List.of());
    }

    private static void removeRegions(Path directory) throws IOException {
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
