package org.failuretransparency.guest;

/// Who carries out a program's system calls and raises its signals. A runtime that recovers programs stands between
/// this and the program.
///
/// **Threads**: one, the program's.
public interface Kernel {

    /// Carries out the system call that is pending in the registers; returns its result, or the negated error number.
    /// A call that waits ends with `EINTR` once a signal is deliverable. Never asked for `exit` and `sigreturn`.
    long perform(Registers registers, Memory memory);

    /// Raises the signals whose time has come: of timers that ran out, and those that came from outside. Called between
    /// steps; costs a few loads when there are none.
    void raiseDue(Registers registers);

    /// What the process wants done with its signals.
    SignalTable signals();
}
