package org.failuretransparency.theory.simulator;

import java.lang.foreign.MemorySegment;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.protocol.Action;
import org.failuretransparency.theory.protocol.ProtocolState;

/// A state that leaves everything to another one, for tests to change some of it.
abstract class ForwardingState implements ProtocolState {

    /// The state that decides.
    abstract ProtocolState state();

    @Override
    public Action before(EventType type, int index) {
        return state().before(type, index);
    }

    @Override
    public Action after(EventType type, int index) {
        return state().after(type, index);
    }

    @Override
    public int attach(int to, MemorySegment out) {
        return state().attach(to, out);
    }

    @Override
    public void received(int from, MemorySegment attached) {
        state().received(from, attached);
    }

    @Override
    public Action control(int from, MemorySegment message) {
        return state().control(from, message);
    }

    @Override
    public int logged(int process) {
        return state().logged(process);
    }

    @Override
    public void committed(int index) {
        state().committed(index);
    }

    @Override
    public void recovered() {
        state().recovered();
    }

    @Override
    public int save(MemorySegment out) {
        return state().save(out);
    }

    @Override
    public void restore(MemorySegment in) {
        state().restore(in);
    }
}
