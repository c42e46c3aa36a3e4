package org.failuretransparency.theory.protocol;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;

import java.lang.foreign.MemorySegment;

/// The state of protocols that remember one thing: whether the process executed a non-deterministic event since its
/// last commit, or last flush of the log that holds them all (§6.2.2: "sets a flag").
abstract class NonDeterminismFlag implements ProtocolState {

    private boolean set;

    final void set() {
        set = true;
    }

    final void clear() {
        set = false;
    }

    final boolean isSet() {
        return set;
    }

    @Override
    public final void committed(int index) {
        set = false;
    }

    @Override
    public final int save(MemorySegment out) {
        out.set(JAVA_BOOLEAN, 0, set);
        return 1;
    }

    @Override
    public final void restore(MemorySegment in) {
        set = in.get(JAVA_BOOLEAN, 0);
    }
}
