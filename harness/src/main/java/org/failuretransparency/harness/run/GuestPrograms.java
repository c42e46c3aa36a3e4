package org.failuretransparency.harness.run;

import java.util.List;
import org.failuretransparency.guest.Program;
import org.failuretransparency.workloads.cpu.Simulator;
import org.failuretransparency.workloads.jpeg.Codec;

/// The compute-bound guest programs that the experiments run (§5.4.2), by name.
final class GuestPrograms {

    static final String IJPEG = "ijpeg";
    static final String M88KSIM = "m88ksim";

    /// In the order of their figures.
    static final List<String> ALL = List.of(IJPEG, M88KSIM);

    private static final long PICTURE_MILLIS = 20;
    private static final long ROUND_MILLIS = 130;

    private GuestPrograms() {}

    /// The program, with work that takes it about so long on a fast machine. The same number of milliseconds is the
    /// same work on every machine.
    static Program of(String name, long workMillis) {
        return switch (name) {
            case IJPEG -> {
                Codec.Settings usual = Codec.Settings.DEFAULT;
                yield Codec.program(new Codec.Settings(
                        usual.width(),
                        usual.height(),
                        times(workMillis, PICTURE_MILLIS),
                        usual.qualities(),
                        usual.seed()));
            }
            case M88KSIM ->
                Simulator.program(new Simulator.Settings(
                        Simulator.Settings.DEFAULT.memoryBytes(), times(workMillis, ROUND_MILLIS)));
            default -> throw new IllegalArgumentException("no such program: name=" + name);
        };
    }

    private static int times(long workMillis, long unitMillis) {
        return Math.toIntExact(Math.max(1, workMillis / unitMillis));
    }
}
