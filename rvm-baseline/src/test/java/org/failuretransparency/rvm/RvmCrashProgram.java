package org.failuretransparency.rvm;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.failuretransparency.crashlab.Recording;
import org.failuretransparency.crashlab.Trace;
import org.failuretransparency.recoverable.PrefixOracle;
import org.failuretransparency.recoverable.RecordedProgram;
import org.failuretransparency.rio.StorageKind;

/// A program on a recorded RVM. After each operation it promises those that the memory says are durable.
final class RvmCrashProgram implements RecordedProgram {

    private static final String NAME = "program";
    private static final int DATABASE_BYTES = 2 * 4096 + 100;

    private final Recording recording;
    private final RvmOptions options;
    private final RvmMemory memory;
    private final PrefixOracle oracle;
    /// For each operation the sequence number of the last commit before its end.
    private final List<Long> sequences = new ArrayList<>();

    private long committed;

    /// A program that is recorded from the opening of its empty database on.
    RvmCrashProgram(StorageKind kind, RvmOptions options) {
        this.recording = Recording.on(kind);
        this.options = options.withLogBytes(8192 + 8192);
        this.memory = RvmMemory.create(recording, NAME, DATABASE_BYTES, this.options);
        this.oracle = new PrefixOracle(this::recover, this::abort, inWords(memory));
        recording.start();
    }

    /// Commits a transaction with ranges of these lengths, at places and with bytes that follow from the seed.
    void commit(long seed, CommitMode mode, int... lengths) {
        operation(() -> {
            memory.begin();
            change(seed, lengths);
            committed = memory.commit(mode);
        });
    }

    void commitWithoutBeforeImages(long seed, int... lengths) {
        operation(() -> {
            memory.begin(RestoreMode.NO_RESTORE);
            change(seed, lengths);
            committed = memory.commit();
        });
    }

    void abort(long seed, int... lengths) {
        operation(() -> {
            memory.begin();
            change(seed, lengths);
            memory.abort();
        });
    }

    void flush() {
        operation(memory::flush);
    }

    void truncate() {
        operation(memory::truncate);
    }

    private void change(long seed, int... lengths) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int length : lengths) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            memory.put(random.nextInt(DATABASE_BYTES - length + 1), bytes);
        }
    }

    private void operation(Runnable body) {
        oracle.operation(recording, body, () -> inWords(memory));
        sequences.add(committed);
        int durable = sequences.size();
        while (durable > 0 && sequences.get(durable - 1) > memory.durableSequence()) {
            durable--;
        }
        recording.promise(durable);
    }

    /// The last operation: closing, which flushes.
    void end() {
        String last = inWords(memory);
        oracle.operation(recording, memory::close, () -> last);
        recording.promise(oracle.operations());
    }

    long truncations() {
        return memory.statistics().truncations();
    }

    @Override
    public Trace trace() {
        return recording.trace();
    }

    @Override
    public PrefixOracle oracle() {
        return oracle;
    }

    private String recover(Recording regions) {
        try (RvmMemory recovered = RvmMemory.open(regions, NAME, options)) {
            return inWords(recovered);
        }
    }

    private void abort(Recording regions) {
        try (RvmMemory recovered = RvmMemory.open(regions, NAME, options)) {
            recovered.begin();
            recovered.putLong(0, ~recovered.getLong(0));
            recovered.abort();
        }
    }

    private static String inWords(RvmMemory memory) {
        return HexFormat.of().formatHex(Crashes.bytesOf(memory));
    }

    @Override
    public void close() {
        memory.close();
        recording.close();
    }
}
