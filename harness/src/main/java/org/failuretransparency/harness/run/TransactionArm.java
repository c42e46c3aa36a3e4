package org.failuretransparency.harness.run;

import java.io.IOException;
import java.nio.ByteBuffer;
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

/// Transactions on a database.
final class TransactionArm implements ArmWork {

    private static final double NANOS_PER_MICRO = 1_000.0;
    private static final long SMALL_BYTES = 1 << 20;
    private static final int SMALL_OPENINGS = 20;

    private final SystemUnderTest system;
    private final Workload workload;
    private final TrialLoop loop;
    private final boolean asThroughput;
    private final Map<String, Double> values;

    private TransactionArm(ArmSetup setup, SystemUnderTest system, ModelClock clock, Map<String, Double> values) {
        this.system = system;
        this.workload = Workloads.over(system.memory(), setup);
        this.loop = new TrialLoop(system, workload, clock);
        this.asThroughput = !Workloads.SYNTHETIC.equals(setup.workload());
        this.values = values;
    }

    static TransactionArm create(ArmSetup setup) {
        Storage storage = storage(setup);
        SystemUnderTest system = SystemUnderTest.create(setup, storage, Workloads.memoryBytes(setup));
        TransactionArm made = new TransactionArm(setup, system, storage.clock(), Map.of());
        made.workload.load();
        return made;
    }

    /// A small database is opened first, again and again, so that what is timed is the library and not the loading of
    /// classes.
    static TransactionArm recover(ArmSetup setup) throws IOException {
        openSmallOnes(setup);
        Storage storage = storage(setup);
        long started = System.nanoTime();
        SystemUnderTest system = SystemUnderTest.open(setup, storage);
        double micros = (System.nanoTime() - started) / NANOS_PER_MICRO;
        return new TransactionArm(setup, system, storage.clock(), Map.of(Metric.RECOVERY_TIME.id(), micros));
    }

    private static void openSmallOnes(ArmSetup like) throws IOException {
        Path directory = like.path().resolve("small");
        ArmMain.removeRegions(directory);
        Storage storage = Storage.of(StorageKind.of(like.storage()), directory, ModelClock.virtual());
        SystemUnderTest.create(like, storage, SMALL_BYTES).close();
        for (int i = 0; i < SMALL_OPENINGS; i++) {
            SystemUnderTest.open(like, storage).close();
        }
        ArmMain.removeRegions(directory);
        Files.delete(directory);
    }

    private static Storage storage(ArmSetup setup) {
        return Storage.of(StorageKind.of(setup.storage()), setup.path(), ModelClock.virtual());
    }

    @Override
    public Map<String, Double> values() {
        return values;
    }

    @Override
    public List<String> violations() {
        return workload.violations();
    }

    @Override
    public void warmUp(TrialLength length) {
        loop.run(length, asThroughput);
    }

    @Override
    public ArmReply trial(TrialLength length) {
        TrialLoop.Result result = loop.run(length, asThroughput);
        return new ArmReply(null, result.values(), result.timeline(), null, violations());
    }

    @Override
    public ArmReply latency(long transactions) {
        Histogram latencies = loop.latencies(transactions);
        ByteBuffer buffer = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
        int bytes = latencies.encodeIntoCompressedByteBuffer(buffer, Deflater.BEST_COMPRESSION);
        String encoded = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), bytes));
        return new ArmReply(null, Map.of(), List.of(), encoded, violations());
    }

    @Override
    public void count(long transactions) {
        loop.count(transactions);
    }

    @Override
    public void endless(Runnable started) {
        started.run();
        while (true) {
            loop.count(Short.MAX_VALUE);
        }
    }

    @Override
    public void close() {
        system.close();
    }
}
