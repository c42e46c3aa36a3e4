package org.failuretransparency.theory.protocol;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventType;

/// Optimistic logging: each process records its non-deterministic events, and writes its log to stable storage now and
/// then, here once in so many records. Vector clocks on all messages tell on which events a process depends, and how
/// far the processes have logged. Before a visible event the process waits until all that it depends on is logged.
///
/// **Upholds**: (1) and (2) the wait ends when the process has heard, and so causally follows, that every event that it
/// depends on is logged; its own log it then writes. (3) It commits nothing but what Corollary 1 demands, after the
/// same wait.
///
/// **Assumes** that the result of every non-deterministic event can be recorded. A process that waits asks those that
/// lag behind to write their logs; request and answer carry vector clocks as any message does. The periodic checkpoints
/// of the original only shorten recovery, and are left out.
///
/// **Source**: §2.3.1.4.
final class OptimisticLogging extends NamedProtocol {

    private static final int RECORDS_PER_WRITE = 16;

    OptimisticLogging() {
        super(
                "optimistic-logging",
                "2.3.1.4",
                new SpacePoint(1, 0.05),
                ALL_BUT_APPLICATION,
                "records every non-deterministic event, logs asynchronously, and waits before a visible event until "
                        + "all that it depends on is logged");
    }

    @Override
    public ProtocolState start(int self, int processes, Controls controls) {
        return new State(self, processes, controls);
    }

    private static final class State implements ProtocolState {

        private final int self;
        private final Controls controls;
        private final MemorySegment message;
        /// The last non-deterministic event of each process on which this one depends.
        private final IndexVector depends;
        /// How far each process has logged.
        private final IndexVector logged;
        /// The last event of each other process that this one asked it to log.
        private final IndexVector asked;
        private int unwritten;

        State(int self, int processes, Controls controls) {
            this.self = self;
            this.controls = controls;
            depends = new IndexVector(processes);
            logged = new IndexVector(processes);
            asked = new IndexVector(processes);
            message = MemorySegment.ofArray(new byte[1 + 2 * depends.lengthBytes()]);
        }

        @Override
        public Action before(EventType type, int index) {
            if (type.kind() != EventKind.VISIBLE) {
                return Action.PROCEED;
            }
            long lagging = depends.above(logged) & ~(1L << self);
            if (lagging != 0) {
                ask(lagging);
                return Action.WAIT;
            }
            return type.nonDeterministic() ? Action.COMMIT_ATOMICALLY : written();
        }

        private void ask(long lagging) {
            for (long left = lagging; left != 0; left &= left - 1) {
                int process = Long.numberOfTrailingZeros(left);
                if (asked.get(process) < depends.get(process)) {
                    asked.raise(process, depends.get(process));
                    send(process, true);
                }
            }
        }

        /// Has the log written, if there is something to write.
        private Action written() {
            if (unwritten == 0) {
                return Action.PROCEED;
            }
            unwritten = 0;
            logged.raise(self, depends.get(self));
            return Action.FLUSH_LOG;
        }

        @Override
        public int attach(int to, MemorySegment out) {
            return logged.write(out, depends.write(out, 0));
        }

        @Override
        public void received(int from, MemorySegment attached) {
            logged.raiseFrom(attached, depends.raiseFrom(attached, 0));
        }

        @Override
        public Action after(EventType type, int index) {
            if (!type.nonDeterministic() || type.visibleOrSend()) {
                return Action.PROCEED;
            }
            depends.raise(self, index);
            unwritten++;
            if (unwritten < RECORDS_PER_WRITE) {
                return Action.LOG_LAZILY;
            }
            unwritten = 0;
            logged.raise(self, index);
            return Action.LOG;
        }

        @Override
        public Action control(int from, MemorySegment content) {
            logged.raiseFrom(content, depends.raiseFrom(content, 1));
            if (!content.get(JAVA_BOOLEAN, 0)) {
                return Action.PROCEED;
            }
            Action action = written();
            send(from, false);
            return action;
        }

        private void send(int to, boolean wantsAnswer) {
            message.set(JAVA_BOOLEAN, 0, wantsAnswer);
            controls.send(to, message.asSlice(0, logged.write(message, depends.write(message, 1))));
        }

        @Override
        public void committed(int index) {
            unwritten = 0;
            logged.raise(self, index);
        }

        @Override
        public void recovered() {
            asked.clear();
        }

        @Override
        public int save(MemorySegment out) {
            out.set(JAVA_INT_UNALIGNED, 0, unwritten);
            return asked.write(out, logged.write(out, depends.write(out, Integer.BYTES)));
        }

        @Override
        public void restore(MemorySegment in) {
            unwritten = in.get(JAVA_INT_UNALIGNED, 0);
            asked.read(in, logged.read(in, depends.read(in, Integer.BYTES)));
        }
    }
}
