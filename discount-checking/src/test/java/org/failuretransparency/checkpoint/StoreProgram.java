package org.failuretransparency.checkpoint;

import java.util.function.Consumer;
import org.failuretransparency.crashlab.Recording;
import org.failuretransparency.crashlab.Trace;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.recoverable.PrefixOracle;
import org.failuretransparency.recoverable.RecordedProgram;
import org.failuretransparency.recoverable.RedoLog;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.StorageKind;

/// A process in a recorded store: an operation is an interval with the checkpoint at its end. Its logs are short, so
/// that images are small and the redo log is emptied now and then.
final class StoreProgram implements RecordedProgram {

    private static final String NAME = "program";
    private static final AddressSpace SPACE = RecordedProcess.SPACE;
    private static final long UNDO_BYTES = 64 << 10;
    private static final long REDO_BYTES = RedoLog.MIN_REGION_BYTES + (40 << 10);

    private final Recording recording;
    private final RecordedProcess process;
    private final PrefixOracle oracle;

    /// A process that is recorded behind its first checkpoint.
    StoreProgram(StorageKind kind, RecordedProcess.Mutant mutant, Consumer<RecordedProcess> setUp) {
        this.recording = Recording.on(kind);
        this.process = new RecordedProcess(
                kind.forces()
                        ? DiskStore.create(recording, NAME, SPACE, REDO_BYTES)
                        : RioStore.create(recording, NAME, SPACE, UNDO_BYTES),
                mutant);
        setUp.accept(process);
        process.commit(SPACE.lengthBytes());
        this.oracle = new PrefixOracle(StoreProgram::recover, StoreProgram::interrupt, process.inWords());
        recording.start();
    }

    void interval(Consumer<RecordedProcess> body, long stackPointer) {
        oracle.operation(
                recording,
                () -> {
                    body.accept(process);
                    process.commit(stackPointer);
                },
                process::inWords);
        recording.promise(oracle.operations());
    }

    @Override
    public Trace trace() {
        return recording.trace();
    }

    @Override
    public PrefixOracle oracle() {
        return oracle;
    }

    /// Bytes that a recovery replays from the redo log behind the last checkpoint.
    long replayedBytes() {
        process.store().close();
        try (DiskStore store = DiskStore.open(recording, NAME, SPACE)) {
            return store.recoveredBytes();
        }
    }

    private static CheckpointStore open(Regions regions) {
        return regions.kind().forces() ? DiskStore.open(regions, NAME, SPACE) : RioStore.open(regions, NAME, SPACE);
    }

    private static String recover(Recording regions) {
        try (CheckpointStore store = open(regions)) {
            return new RecordedProcess(store).inWords();
        }
    }

    /// An interval that comes to no checkpoint.
    private static void interrupt(Recording regions) {
        try (CheckpointStore store = open(regions)) {
            RecordedProcess process = new RecordedProcess(store);
            process.putLong(8, 77);
            process.putLong(SPACE.lengthBytes() - 8, 78);
            process.record(ContextLayout.REGISTERS, 79);
            process.putLong(store.heap().malloc(100), 80);
        }
    }

    @Override
    public void close() {
        process.store().close();
        recording.close();
    }
}
