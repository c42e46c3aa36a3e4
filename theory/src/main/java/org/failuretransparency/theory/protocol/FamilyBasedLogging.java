package org.failuretransparency.theory.protocol;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Set;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventType;

/// Family-based logging: messages are kept at their senders, and a process piggybacks the receive sequence numbers that
/// no other process is known to hold on everything it sends. The recipient logs them in its memory before it processes
/// the message, and confirms them with what it sends back.
///
/// **Upholds**: (1) and (2) a process executes a visible event when all its receive sequence numbers are confirmed;
/// those of other processes that it depends on came with, or before, the messages that made it depend on them, and it
/// has logged them itself. (3) The same holds for its commits, which cover its own receives.
///
/// **Assumes** that one process fails at a time, and that receives are the only non-determinism: after any other
/// non-deterministic event the process commits at once. If no application message brings the confirmation before a
/// visible event, the process asks the sender of its last message for it, by a message of its own that carries numbers
/// in both directions like any other. It leaves receives non-deterministic, and so defers their logging, until then.
///
/// **Source**: §2.3.1.3.
final class FamilyBasedLogging extends NamedProtocol {

    FamilyBasedLogging() {
        super(
                "family-based-logging",
                "2.3.1.3",
                new SpacePoint(0.8, 0.1),
                Set.of(FailureKind.ONE_PROCESS, FailureKind.APPLICATION),
                "piggybacks receive sequence numbers on the next message, and waits for confirmation before a visible "
                        + "event");
    }

    @Override
    public ProtocolState start(int self, int processes, Controls controls) {
        return new State(processes, controls);
    }

    private static final class State implements ProtocolState {

        private static final int NONE = -1;

        private final Controls controls;
        private final MemorySegment message =
                MemorySegment.ofArray(new byte[(UnloggedReceives.LIMIT + 3) * Integer.BYTES]);
        private final UnloggedReceives unconfirmed = new UnloggedReceives();
        /// How far this process holds the numbers of each other.
        private final IndexVector held;
        /// The sender of the last message.
        private int parent = NONE;
        /// The last receive whose confirmation was asked for.
        private int asked = NONE;

        State(int processes, Controls controls) {
            this.controls = controls;
            held = new IndexVector(processes);
        }

        @Override
        public Action before(EventType type, int index) {
            if (type.visibleAndNonDeterministic()) {
                return Action.COMMIT_ATOMICALLY;
            }
            boolean mustWait = type.kind() == EventKind.VISIBLE
                    ? !unconfirmed.isEmpty()
                    : type.kind() == EventKind.RECEIVE && unconfirmed.isFull();
            if (mustWait && asked < unconfirmed.last()) {
                asked = unconfirmed.last();
                send(parent, true);
            }
            return mustWait ? Action.WAIT : Action.PROCEED;
        }

        @Override
        public int attach(int to, MemorySegment out) {
            return write(to, out, 0);
        }

        @Override
        public void received(int from, MemorySegment attached) {
            parent = from;
            read(from, attached, 0);
        }

        @Override
        public Action after(EventType type, int index) {
            if (!type.nonDeterministic() || type.visibleOrSend()) {
                return Action.PROCEED;
            }
            if (type.kind() != EventKind.RECEIVE) {
                return Action.COMMIT;
            }
            unconfirmed.add(index);
            return Action.LOG_LAZILY;
        }

        @Override
        public Action control(int from, MemorySegment content) {
            read(from, content, 1);
            if (content.get(JAVA_BOOLEAN, 0)) {
                send(from, false);
            }
            return Action.PROCEED;
        }

        private void send(int to, boolean wantsAnswer) {
            message.set(JAVA_BOOLEAN, 0, wantsAnswer);
            controls.send(to, message.asSlice(0, write(to, message, 1)));
        }

        private int write(int to, MemorySegment out, int offset) {
            out.set(JAVA_INT_UNALIGNED, offset, held.get(to));
            return unconfirmed.write(out, offset + Integer.BYTES);
        }

        private void read(int from, MemorySegment in, int offset) {
            unconfirmed.logged(in.get(JAVA_INT_UNALIGNED, offset));
            held.raise(from, UnloggedReceives.lastOf(in, offset + Integer.BYTES));
        }

        @Override
        public int logged(int process) {
            return held.get(process);
        }

        @Override
        public void committed(int index) {
            unconfirmed.logged(index);
        }

        @Override
        public void recovered() {
            asked = NONE;
        }

        @Override
        public int save(MemorySegment out) {
            out.set(JAVA_INT_UNALIGNED, 0, parent);
            out.set(JAVA_INT_UNALIGNED, Integer.BYTES, asked);
            return unconfirmed.write(out, held.write(out, 2 * Integer.BYTES));
        }

        @Override
        public void restore(MemorySegment in) {
            parent = in.get(JAVA_INT_UNALIGNED, 0);
            asked = in.get(JAVA_INT_UNALIGNED, Integer.BYTES);
            unconfirmed.read(in, held.read(in, 2 * Integer.BYTES));
        }
    }
}
