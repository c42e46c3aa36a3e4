package org.failuretransparency.theory.protocol;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/// The state of protocols that remember one thing: whether the process executed a non-deterministic event since its
/// last commit (§6.2.2: "sets a flag").
abstract class NonDeterminismFlag implements ProtocolState {

    private boolean set;

    final void set() {
        set = true;
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
        out.set(JAVA_BYTE, 0, (byte) (set ? 1 : 0));
        return 1;
    }

    @Override
    public final void restore(MemorySegment in) {
        set = in.get(JAVA_BYTE, 0) != 0;
    }
}
