package org.failuretransparency.crashlab;

import java.util.Locale;

/// A named place in the life of a child at which it kills itself: before the `count`-th step of a kind (1 and up),
/// counted from the start of a phase. Its name reads `work:publish:7`.
public record CrashPoint(Phase phase, StepKind kind, long count) {

    /// What the child is doing.
    public enum Phase {
        /// Opening its regions and recovering.
        RECOVERY,
        /// Executing operations.
        WORK
    }

    public CrashPoint {
        if (count < 1) {
            throw new IllegalArgumentException("count out of range: count=" + count + ", expected at least=1");
        }
    }

    /// The point before the `count`-th step of a kind after the recovery.
    public static CrashPoint inWork(StepKind kind, long count) {
        return new CrashPoint(Phase.WORK, kind, count);
    }

    /// The point before the `count`-th step of a kind in the recovery.
    public static CrashPoint inRecovery(StepKind kind, long count) {
        return new CrashPoint(Phase.RECOVERY, kind, count);
    }

    /// The point of that name.
    public static CrashPoint of(String name) {
        String[] parts = name.toUpperCase(Locale.ROOT).split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a crash point: name=" + name + ", expected=phase:kind:count");
        }
        return new CrashPoint(Phase.valueOf(parts[0]), StepKind.valueOf(parts[1]), Long.parseLong(parts[2]));
    }

    /// The name: `phase:kind:count`.
    @Override
    public String toString() {
        return (phase + ":" + kind + ":" + count).toLowerCase(Locale.ROOT);
    }
}
