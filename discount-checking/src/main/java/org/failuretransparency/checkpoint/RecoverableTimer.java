package org.failuretransparency.checkpoint;

import org.failuretransparency.guest.IntervalTimer;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.vista.PageTracker;

/// The interval timer: what is left of it at each checkpoint. For the process no time passes while it is down, so that
/// a timer goes on where it was; one that ran out unnoticed runs out at once.
///
/// **Source**: §5.2.2, timer.
final class RecoverableTimer implements KernelPart {

    private static final long DISARMED = 0;

    private final PageTracker context;
    private final IntervalTimer timer;
    /// The timer or its record is armed: they may have to be made equal at the next checkpoint.
    private boolean armed;

    RecoverableTimer(PageTracker context, IntervalTimer timer) {
        this.context = context;
        this.timer = timer;
    }

    /// `setitimer` changed the timer.
    void changed() {
        armed = true;
    }

    @Override
    public void beforeCommit() {
        if (armed) {
            long remainingNanos = timer.remainingNanos();
            armed = remainingNanos != IntervalTimer.NOT_ARMED;
            context.putLong(ContextLayout.TIMER_NANOS, armed ? Math.max(1, remainingNanos) : DISARMED);
            context.putLong(ContextLayout.TIMER_INTERVAL, timer.intervalNanos());
        }
    }

    @Override
    public void restore(Memory memory) {
        long remainingNanos = context.memory().getLong(ContextLayout.TIMER_NANOS);
        timer.arm(remainingNanos, context.memory().getLong(ContextLayout.TIMER_INTERVAL));
        armed = remainingNanos != DISARMED;
    }
}
