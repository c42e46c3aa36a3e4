package org.failuretransparency.checkpoint;

import java.util.List;
import org.failuretransparency.crashlab.Recording;
import org.failuretransparency.crashlab.Trace;
import org.failuretransparency.guest.Program;
import org.failuretransparency.recoverable.PrefixOracle;
import org.failuretransparency.recoverable.RecordedProgram;
import org.failuretransparency.rio.StorageKind;

/// A checkpoint from its making to its removal: no process, the first checkpoint, the second one, no process.
final class LifeProgram implements RecordedProgram {

    private static final String NAME = "life.dc";
    private static final String NONE = "none";
    private static final Program PROGRAM = new Program(
            "life", 1, RecordedProcess.SPACE, List.of(new Program.Entry("main", 2, guest -> guest.exit(0))), 0);

    private final Recording recording;
    private final PrefixOracle oracle = new PrefixOracle(LifeProgram::recover, LifeProgram::interrupt, NONE);

    LifeProgram(StorageKind kind) {
        this.recording = Recording.on(kind);
        recording.start();
        CheckpointFiles[] made = new CheckpointFiles[1];
        oracle.operation(
                recording,
                () -> {
                    CheckpointFiles files = CheckpointFiles.open(recording, NAME, PROGRAM, StopPoints.NONE);
                    interval(files.store(), 5);
                    files.complete(PROGRAM);
                    made[0] = files;
                },
                () -> words(made[0]));
        recording.promise(1);
        oracle.operation(recording, () -> interval(made[0].store(), 6), () -> words(made[0]));
        recording.promise(2);
        oracle.operation(recording, made[0]::remove, () -> NONE);
        recording.promise(3);
    }

    private static void interval(CheckpointStore store, long value) {
        RecordedProcess process = new RecordedProcess(store);
        process.putLong(16, value);
        process.putLong(store.heap().malloc(40), value);
        process.commit(RecordedProcess.SPACE.lengthBytes());
    }

    private static String words(CheckpointFiles files) {
        return new RecordedProcess(files.store()).inWords();
    }

    @Override
    public Trace trace() {
        return recording.trace();
    }

    @Override
    public PrefixOracle oracle() {
        return oracle;
    }

    private static String recover(Recording regions) {
        try (CheckpointFiles files = CheckpointFiles.open(regions, NAME, PROGRAM, StopPoints.NONE)) {
            return files.found() ? words(files) : NONE;
        }
    }

    /// An interval that comes to no checkpoint.
    private static void interrupt(Recording regions) {
        try (CheckpointFiles files = CheckpointFiles.open(regions, NAME, PROGRAM, StopPoints.NONE)) {
            new RecordedProcess(files.store()).putLong(16, 77);
        }
    }

    @Override
    public void close() {
        recording.close();
    }
}
