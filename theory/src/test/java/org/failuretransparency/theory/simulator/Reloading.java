package org.failuretransparency.theory.simulator;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.protocol.Action;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.ProtocolState;

/// A state that is saved at random points, and goes on as a fresh one into which that was restored.
final class Reloading extends ForwardingState {

    private final ChangedProtocol.Start start;
    private final SplittableRandom random;
    private ProtocolState state;

    private Reloading(ChangedProtocol.Start start, SplittableRandom random) {
        this.start = start;
        this.random = random;
        state = start.fresh();
    }

    static Protocol of(Protocol protocol, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new ChangedProtocol(protocol, (self, processes, start) -> new Reloading(start, random.split()));
    }

    @Override
    ProtocolState state() {
        return state;
    }

    @Override
    public Action before(EventType type, int index) {
        reloadNowAndThen();
        return super.before(type, index);
    }

    @Override
    public void committed(int index) {
        super.committed(index);
        reloadNowAndThen();
    }

    private void reloadNowAndThen() {
        if (random.nextInt(3) == 0) {
            MemorySegment saved = MemorySegment.ofArray(new byte[ProtocolState.MAX_BYTES]);
            int length = state.save(saved);
            ProtocolState fresh = start.fresh();
            fresh.restore(saved.asSlice(0, length).asReadOnly());
            state = fresh;
        }
    }
}
