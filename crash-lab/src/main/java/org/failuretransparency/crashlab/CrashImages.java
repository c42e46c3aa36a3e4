package org.failuretransparency.crashlab;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Every image that a crash may leave of a recorded program, as far as [Effort] goes: each distinct one once.
/// ```java
/// CrashImages.afterKill(trace, Effort.seeded(1)).check(image -> {
///     Bank bank = Bank.open(image.regions(), "bank");
///     assertThat(bank.transfers()).isBetween(image.completed(), image.started());
/// });
/// ```
/// **Failure ordering**: the two models, with their reasons, are the comments of `KillModel` and `PowerLossModel`.
///
/// **Threads**: one.
public final class CrashImages {

    private final Trace trace;
    private final Effort effort;
    private final boolean powerLoss;

    private CrashImages(Trace trace, Effort effort, boolean powerLoss) {
        this.trace = trace;
        this.effort = effort;
        this.powerLoss = powerLoss;
    }

    /// Crashes of the process, on any storage: every prefix of the program, and the orders that its fences leave to the
    /// compiler.
    public static CrashImages afterKill(Trace trace, Effort effort) {
        return new CrashImages(trace, effort, false);
    }

    /// Failures of the power, on the disk kinds: what was forced is there, of the rest any part, by sectors.
    public static CrashImages afterPowerLoss(Trace trace, Effort effort) {
        if (!trace.kind().forces()) {
            throw new IllegalArgumentException(
                    "storage does not survive power loss: kind=" + trace.kind().label());
        }
        return new CrashImages(trace, effort, true);
    }

    /// How many images there were.
    ///
    /// @param images distinct ones
    /// @param inOperation those that hit the inside of an operation
    public record Statistics(long images, long inOperation) {}

    /// Lets the oracle judge every image; throws an `AssertionError` that describes the first one that it rejects, and
    /// one if no image hit the inside of an operation, since such a check would show nothing.
    public Statistics check(Oracle oracle) {
        Statistics statistics = judgeEach(oracle, null);
        if (statistics.inOperation() == 0) {
            throw new AssertionError("no crash hit the inside of an operation: images=" + statistics.images()
                    + ", steps=" + trace.length());
        }
        return statistics;
    }

    /// The same, for images that were reached by a crash inside of the recovery from `origin`, if there is one.
    Statistics judgeEach(Oracle oracle, @Nullable CrashImage origin) {
        long[] counts = new long[2];
        each(image -> {
            counts[0]++;
            counts[1] += image.inOperation() ? 1 : 0;
            CrashImage judged = origin == null ? image : image.reachedFrom(origin);
            Throwable rejection = rejection(oracle, judged);
            if (rejection != null) {
                throw new AssertionError(
                        "crash image rejected: number=" + counts[0] + ", " + judged + ", effort=" + effort + ", reason="
                                + rejection,
                        rejection);
            }
            return true;
        });
        return new Statistics(counts[0], counts[1]);
    }

    /// Whether the oracle rejects any image.
    boolean anyRejected(Oracle oracle) {
        boolean[] rejected = new boolean[1];
        each(image -> {
            rejected[0] = rejection(oracle, image) != null;
            return !rejected[0];
        });
        return rejected[0];
    }

    /// Keys of all images.
    Set<Long> keys() {
        Set<Long> keys = new HashSet<>();
        each(image -> keys.add(image.key()));
        return keys;
    }

    private void each(Predicate<CrashImage> sink) {
        Set<Long> seen = new HashSet<>();
        Predicate<CrashImage> distinct = image -> !seen.add(image.key()) || sink.test(image);
        if (powerLoss) {
            new PowerLossModel(trace, effort, distinct).run();
        } else {
            new KillModel(trace, effort, distinct).run();
        }
    }

    /// An oracle may reject by throwing anything: assertions, and the recovery's own exceptions.
    private static @Nullable Throwable rejection(Oracle oracle, CrashImage image) {
        try {
            oracle.judge(image);
            return null;
        } catch (Exception | AssertionError e) {
            return e;
        } finally {
            image.release();
        }
    }
}
