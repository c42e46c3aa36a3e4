package org.failuretransparency.checkpoint;

import org.failuretransparency.guest.Attendant;
import org.failuretransparency.guest.IntervalTimer;
import org.failuretransparency.guest.Registers;

/// Takes the timed checkpoint that becomes due while a process waits in a system call, so that a crash during a long
/// wait loses no more than one during a long computation. The call is pending in that checkpoint: who goes on waits
/// again. Since nothing happens in a process that waits, there is one checkpoint a call and no more.
///
/// **Threads**: one.
final class WaitCheckpoints implements Attendant {

    private static final int NO_DESCRIPTOR = -1;

    private final Commits commits;
    private final Runnable checkpoint;
    private boolean wanted;

    /// @param checkpoint takes one
    WaitCheckpoints(Commits commits, Runnable checkpoint) {
        this.commits = commits;
        this.checkpoint = checkpoint;
    }

    /// A system call begins, which may wait.
    void callBegins() {
        wanted = true;
    }

    void callEnds() {
        wanted = false;
    }

    @Override
    public int descriptor() {
        return NO_DESCRIPTOR;
    }

    @Override
    public long remainingNanos() {
        return wanted ? commits.remainingNanos() : IntervalTimer.NOT_ARMED;
    }

    @Override
    public void attend(Registers registers) {
        if (wanted && commits.due()) {
            wanted = false;
            checkpoint.run();
        }
    }
}
