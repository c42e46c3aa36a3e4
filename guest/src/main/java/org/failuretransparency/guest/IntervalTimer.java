package org.failuretransparency.guest;

import java.util.function.LongSupplier;

/// A process's real-time interval timer: part of what the kernel knows of it. It runs out unnoticed until somebody
/// asks.
///
/// **Threads**: one, the program's.
public final class IntervalTimer {

    /// What [#remainingNanos()] says of a timer that is not armed.
    public static final long NOT_ARMED = -1;

    private final LongSupplier nanoClock;
    private boolean armed;
    private long deadlineNanos;
    private long intervalNanos;

    /// @param nanoClock the time, as [System#nanoTime()] has it
    public IntervalTimer(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /// Runs out after `valueNanos`, and from then on every `newIntervalNanos`; once only if that is 0. A value of 0
    /// disarms it.
    public void arm(long valueNanos, long newIntervalNanos) {
        armed = valueNanos > 0;
        deadlineNanos = nanoClock.getAsLong() + valueNanos;
        intervalNanos = newIntervalNanos;
    }

    /// Nanoseconds until it runs out, 0 if it has and nobody asked yet, or [#NOT_ARMED].
    public long remainingNanos() {
        return armed ? Math.max(0, deadlineNanos - nanoClock.getAsLong()) : NOT_ARMED;
    }

    public long intervalNanos() {
        return intervalNanos;
    }

    /// Whether it has run out since the last call; several times count as once.
    public boolean expired() {
        if (!armed) {
            return false;
        }
        long lateNanos = nanoClock.getAsLong() - deadlineNanos;
        if (lateNanos < 0) {
            return false;
        }
        if (intervalNanos > 0) {
            deadlineNanos += (lateNanos / intervalNanos + 1) * intervalNanos;
        } else {
            armed = false;
        }
        return true;
    }
}
