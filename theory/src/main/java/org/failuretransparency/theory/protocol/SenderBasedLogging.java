package org.failuretransparency.theory.protocol;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Set;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventType;

/// Sender-based logging: a message and the place at which it was received are kept in the volatile memory of its
/// sender. The receiver tells the sender the receive sequence number, and neither sends nor shows anything before it
/// has the acknowledgement. It goes with the numbers before it that are not acknowledged, so that the log has no gap.
///
/// **Upholds**: (1) and (2) every receive is logged, and its receiver knows so, before it shows or sends anything; (3)
/// no message carries a dependence on a receive that is not logged. The messages of the protocol's own do: the sender
/// depends on the receive from the moment it hears of it, and logs it at that moment, and an acknowledgement carries
/// the acknowledging process's own numbers for the same reason.
///
/// **Assumes** that one process fails at a time, and that receives are the only non-determinism: after any other
/// non-deterministic event the process commits at once.
///
/// **Source**: §2.3.1.2.
final class SenderBasedLogging extends NamedProtocol {

    private static final int NONE = -1;

    SenderBasedLogging() {
        super(
                "sender-based-logging",
                "2.3.1.2",
                new SpacePoint(0.7, 0.05),
                Set.of(FailureKind.ONE_PROCESS),
                "logs receives in the memory of the message's sender, and waits for its word before the next visible "
                        + "event or send");
    }

    @Override
    public ProtocolState start(int self, int processes, Controls controls) {
        return new State(processes, controls);
    }

    private static final class State implements ProtocolState {

        private final Controls controls;
        private final MemorySegment message =
                MemorySegment.ofArray(new byte[(UnloggedReceives.LIMIT + 2) * Integer.BYTES]);
        /// The receives whose numbers are not acknowledged.
        private final UnloggedReceives unacknowledged = new UnloggedReceives();
        /// How far this process holds the numbers of each other.
        private final IndexVector held;
        private int sender;

        State(int processes, Controls controls) {
            this.controls = controls;
            held = new IndexVector(processes);
        }

        @Override
        public Action before(EventType type, int index) {
            boolean mustWait = type.visibleOrSend()
                    ? !unacknowledged.isEmpty()
                    : type.kind() == EventKind.RECEIVE && unacknowledged.isFull();
            if (mustWait) {
                return Action.WAIT;
            }
            return type.visibleAndNonDeterministic() ? Action.COMMIT_ATOMICALLY : Action.PROCEED;
        }

        @Override
        public void received(int from, MemorySegment attached) {
            sender = from;
        }

        @Override
        public Action after(EventType type, int index) {
            if (!type.nonDeterministic() || type.visibleOrSend()) {
                return Action.PROCEED;
            }
            if (type.kind() != EventKind.RECEIVE) {
                return Action.COMMIT;
            }
            unacknowledged.add(index);
            send(sender, NONE);
            return Action.LOG_LAZILY;
        }

        @Override
        public Action control(int from, MemorySegment content) {
            int acknowledged = content.get(JAVA_INT_UNALIGNED, 0);
            int last = UnloggedReceives.lastOf(content, Integer.BYTES);
            held.raise(from, last);
            if (acknowledged == NONE) {
                send(from, last);
            } else {
                unacknowledged.logged(acknowledged);
            }
            return Action.PROCEED;
        }

        /// Sends this process's numbers, and which number of the other one it acknowledges.
        private void send(int to, int acknowledged) {
            message.set(JAVA_INT_UNALIGNED, 0, acknowledged);
            controls.send(to, message.asSlice(0, unacknowledged.write(message, Integer.BYTES)));
        }

        @Override
        public int logged(int process) {
            return held.get(process);
        }

        @Override
        public void committed(int index) {
            unacknowledged.logged(index);
        }

        @Override
        public int save(MemorySegment out) {
            return unacknowledged.write(out, held.write(out, 0));
        }

        @Override
        public void restore(MemorySegment in) {
            unacknowledged.read(in, held.read(in, 0));
        }
    }
}
