package org.failuretransparency.guest;

/// The code of one routine: its part of the process's next-state function (§2.2.1). It has no state of its own. All it
/// knows is in the program's memory, of which its frame is a part; Java objects hold nothing from one step to the next.
///
/// A step
/// - goes on from `guest.point()`, for about 100 µs at most;
/// - ends in at most one transfer: a call, a return, or a request of a system call, as the last thing it does. Without
///   one it is a yield: timers, signals and timed checkpoints get their turn, and the next step follows;
/// - stores nothing before its last possible [Fault], because after a fault it starts again.
@FunctionalInterface
public interface Routine {

    void step(Guest guest);
}
