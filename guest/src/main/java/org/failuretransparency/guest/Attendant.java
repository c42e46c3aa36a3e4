package org.failuretransparency.guest;

/// Somebody who must be served while a process runs, also while it waits in a system call.
public interface Attendant {

    /// A descriptor of this JVM that can be read when there is something to do; a waiting process wakes up for it. A
    /// negative one is none.
    int descriptor();

    /// Nanoseconds after which a waiting process wakes up for it, or [IntervalTimer#NOT_ARMED].
    default long remainingNanos() {
        return IntervalTimer.NOT_ARMED;
    }

    /// Does what there is to do, for instance raises signals. Called between steps, and whenever a
    /// waiting process wakes up; costs next to nothing when there is nothing to do. The system call that waits is
    /// pending in the registers.
    void attend(Registers registers);
}
