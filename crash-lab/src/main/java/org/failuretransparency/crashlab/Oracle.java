package org.failuretransparency.crashlab;

import java.util.function.Consumer;
import java.util.function.Function;

/// Judges what a program recovers from a crash image: returns if that is acceptable, throws anything if it is not.
@FunctionalInterface
public interface Oracle {

    /// Recovers from [CrashImage#regions()] and compares with what [CrashImage#completed()] (or `promised`) and
    /// [CrashImage#started()] allow.
    void judge(CrashImage image) throws Exception;

    /// An oracle that also crashes *inside* of the recovery, at every point that `crashes` enumerates, and judges what
    /// the next recovery makes of that.
    ///
    /// @param recovery opens and recovers the regions it is given, and closes them
    /// @param crashes the model, for example `trace -> CrashImages.afterKill(trace, effort)`
    default Oracle alsoInside(Consumer<Recording> recovery, Function<Trace, CrashImages> crashes) {
        return image -> {
            judge(image);
            Recording interrupted = image.regions();
            interrupted.start();
            recovery.accept(interrupted);
            crashes.apply(interrupted.trace()).judgeEach(this, image);
        };
    }
}
