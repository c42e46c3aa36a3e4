package org.failuretransparency.theory.protocol;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Set;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.Source;

/// Bressoud and Schneider's hypervisor: interrupts, and the results of instructions that look at the outside world, are
/// logged to a backup processor at the end of an epoch, a fixed number of events, and before anything leaves the
/// machine.
///
/// **Upholds**: as [CandLog], later: (1) and (2) every non-deterministic event is logged before its process shows or
/// sends anything; (3) no message carries a dependence on an event that is not logged.
///
/// **Assumes** that processor and backup do not fail at once. What the hypervisor cannot see, a choice of the
/// application's own, is committed immediately afterwards. The delivery of interrupts at the end of an epoch is the
/// script's matter: here the epoch bounds how long a result may stay off the log.
///
/// **Source**: §2.3.1.1.
final class Hypervisor extends NamedProtocol {

    private static final int EPOCH_EVENTS = 64;

    Hypervisor() {
        super(
                "hypervisor",
                "2.3.1.1",
                new SpacePoint(0.75, 0.05),
                Set.of(FailureKind.ONE_PROCESS),
                "logs interrupts and all other input of a machine to its backup at the end of each epoch and before "
                        + "output");
    }

    @Override
    public ProtocolState start(int self, int processes, Controls controls) {
        return new State();
    }

    private static final class State implements ProtocolState {

        private int epochEvents;
        private boolean hasRecorded;

        @Override
        public Action before(EventType type, int index) {
            if (type.visibleAndNonDeterministic()) {
                return Action.COMMIT_ATOMICALLY;
            }
            return type.visibleOrSend() ? flushed() : Action.PROCEED;
        }

        @Override
        public Action after(EventType type, int index) {
            epochEvents = (epochEvents + 1) % EPOCH_EVENTS;
            boolean epochEnds = epochEvents == 0;
            if (type.source() == Source.CHOICE && !type.visibleOrSend()) {
                return Action.COMMIT;
            }
            if (type.nonDeterministic() && !type.visibleOrSend()) {
                hasRecorded = !epochEnds;
                return epochEnds ? Action.LOG : Action.LOG_LAZILY;
            }
            return epochEnds ? flushed() : Action.PROCEED;
        }

        private Action flushed() {
            boolean flushes = hasRecorded;
            hasRecorded = false;
            return flushes ? Action.FLUSH_LOG : Action.PROCEED;
        }

        @Override
        public void committed(int index) {
            hasRecorded = false;
        }

        @Override
        public int save(MemorySegment out) {
            out.set(JAVA_INT_UNALIGNED, 0, epochEvents);
            out.set(JAVA_BOOLEAN, Integer.BYTES, hasRecorded);
            return Integer.BYTES + 1;
        }

        @Override
        public void restore(MemorySegment in) {
            epochEvents = in.get(JAVA_INT_UNALIGNED, 0);
            hasRecorded = in.get(JAVA_BOOLEAN, Integer.BYTES);
        }
    }
}
