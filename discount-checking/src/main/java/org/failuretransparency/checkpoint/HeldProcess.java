package org.failuretransparency.checkpoint;

import org.failuretransparency.theory.EventType;

/// A process held by the runtime: run in pieces, each of which ends where something happens that a recovery protocol
/// has a say in. What it is made of (a [org.failuretransparency.guest.Program]; later perhaps a native process held
/// from outside) and how its memory is captured is its own affair.
/// ```
/// resume → CALL       → before(event) → perform → after(event) → resume
///        → SIGNAL     → before(event) → deliver → after(event) → resume
///        → CHECKPOINT → perform → capture → committed → resume
///        → YIELD      → resume
///        → EXITED     → exit → capture → committed
///        → KILLED
/// ```
///
/// **Threads**: one.
///
/// **Source**: §5.2, §5.3.
interface HeldProcess {

    /// Why it stopped.
    enum Stop {
        /// A system call is pending, with the event [#event()].
        CALL,
        /// It asked for a checkpoint; performing the call does nothing.
        CHECKPOINT,
        /// A signal can be delivered.
        SIGNAL,
        /// Nothing: it can go on, be checkpointed, be served.
        YIELD,
        /// It asked for its end, with the status [#status()].
        EXITED,
        /// A signal that it does not handle ends it.
        KILLED
    }

    /// Goes on to the next stop. At a stop that was not dealt with it stops again at once.
    Stop resume();

    /// The type of the event that the pending call or signal is.
    EventType event();

    /// Whether a checkpoint has to be taken before the pending call is carried out, since what undoes it has no room.
    /// Asked again after the checkpoint.
    boolean needsCheckpoint();

    /// Does what its end does to the kernel's state, in the interval of its last checkpoint.
    void exit();

    /// Carries out the pending system call: result and all its bytes are in the process afterwards. Or that part of it
    /// which is an event by itself; then the call is still pending.
    void perform();

    /// Delivers the signal.
    void deliver();

    /// Its exit status, or that of the signal which ends it.
    int status();

    /// The stack below this address is unused.
    long stackPointer();

    /// Writes registers and what else has to be captured at a checkpoint into the context, in the interval that is
    /// about to be committed.
    void capture();

    /// A checkpoint was committed: what waited for it is done, and the next interval begins.
    void committed();
}
