package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.failuretransparency.crashlab.CrashImage;
import org.failuretransparency.crashlab.CrashImages;
import org.failuretransparency.crashlab.Effort;
import org.failuretransparency.crashlab.Oracle;
import org.failuretransparency.crashlab.Recording;
import org.failuretransparency.crashlab.Trace;
import org.failuretransparency.rio.StorageKind;

/// A program on a recorded Vista: operations of one transaction each, and what was there after each of them.
final class CrashProgram implements AutoCloseable {

    private static final String NAME = "program";

    private final Recording recording;
    private final Vista vista;
    private final Function<Vista, String> reader;
    private final List<String> states = new ArrayList<>();

    /// A program that is recorded from its set-up on. `reader` says in words what a Vista holds, so that equal words
    /// mean equal states.
    CrashProgram(StorageKind kind, long logBytes, Consumer<Vista> setUp, Function<Vista, String> reader) {
        this.recording = Recording.on(kind);
        this.vista = Vista.create(recording, NAME, new VistaOptions(logBytes));
        this.reader = reader;
        setUp.accept(vista);
        states.add(reader.apply(vista));
        recording.start();
    }

    /// Executes an operation, which ends in what `reader` then sees.
    void operation(Consumer<Vista> body) {
        recording.operation(states.size(), () -> body.accept(vista));
        states.add(reader.apply(vista));
    }

    Trace trace() {
        return recording.trace();
    }

    /// Recovers, and accepts the states from the last operation that had returned to the last that had begun. What was
    /// recovered must be good for another transaction.
    Oracle oracle() {
        return image -> {
            try (Vista recovered = Vista.open(image.regions(), NAME)) {
                String found = reader.apply(recovered);
                assertThat(found).isIn(allowed(image));
                VistaMemory first = recovered.segment(recovered.segmentNames().getFirst());
                recovered.begin();
                first.putLong(0, ~first.getLong(0));
                recovered.abort();
                assertThat(reader.apply(recovered)).isEqualTo(found);
            }
        };
    }

    /// The same, and then the power fails during the recovery or behind it: what opening has handed out must stay.
    Oracle oracleWithPowerLoss(Effort effort) {
        Oracle oracle = oracle();
        return image -> {
            oracle.judge(image);
            Recording killed = image.regions();
            killed.start();
            List<String> handedOut = new ArrayList<>();
            killed.operation(1, () -> {
                try (Vista recovered = Vista.open(killed, NAME)) {
                    handedOut.add(reader.apply(recovered));
                }
            });
            CrashImages.afterPowerLoss(killed.trace(), effort).check(inside -> {
                try (Vista recovered = Vista.open(inside.regions(), NAME)) {
                    String found = reader.apply(recovered);
                    assertThat(found)
                            .isIn(inside.inOperation() ? allowed(image) : handedOut);
                }
            });
        };
    }

    private List<String> allowed(CrashImage image) {
        return states.subList((int) image.completed(), (int) image.started() + 1);
    }

    /// Opening and closing, of which crashes are enumerated in their turn.
    static void recover(Recording regions) {
        Vista.open(regions, NAME).close();
    }

    @Override
    public void close() {
        vista.close();
        recording.close();
    }
}
