package org.failuretransparency.vista;

import java.util.function.Consumer;
import java.util.function.Function;
import org.failuretransparency.crashlab.Recording;
import org.failuretransparency.crashlab.Trace;
import org.failuretransparency.recoverable.PrefixOracle;
import org.failuretransparency.recoverable.RecordedProgram;
import org.failuretransparency.rio.StorageKind;

/// A program on a recorded Vista: operations of one transaction each, durable when they return.
final class CrashProgram implements RecordedProgram {

    private static final String NAME = "program";

    private final Recording recording;
    private final Vista vista;
    private final Function<Vista, String> reader;
    private final PrefixOracle oracle;

    /// A program that is recorded from its set-up on. `reader` says in words what a Vista holds.
    CrashProgram(StorageKind kind, long logBytes, Consumer<Vista> setUp, Function<Vista, String> reader) {
        this.recording = Recording.on(kind);
        this.vista = Vista.create(recording, NAME, new VistaOptions(logBytes));
        this.reader = reader;
        setUp.accept(vista);
        this.oracle = new PrefixOracle(this::recover, this::abort, reader.apply(vista));
        recording.start();
    }

    void operation(Consumer<Vista> body) {
        oracle.operation(recording, () -> body.accept(vista), () -> reader.apply(vista));
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

    private String recover(Recording regions) {
        try (Vista recovered = Vista.open(regions, NAME)) {
            return reader.apply(recovered);
        }
    }

    private void abort(Recording regions) {
        try (Vista recovered = Vista.open(regions, NAME)) {
            VistaMemory first = recovered.segment(recovered.segmentNames().getFirst());
            recovered.begin();
            first.putLong(0, ~first.getLong(0));
            recovered.abort();
        }
    }

    @Override
    public void close() {
        vista.close();
        recording.close();
    }
}
