package org.failuretransparency.theory.protocol;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventType;

/// Causal logging, as of Manetho: each process keeps an antecedence graph of all non-deterministic events on which its
/// state depends, in whichever process, and piggybacks it on its messages. Before a visible event it writes the graph
/// to stable storage. This is lazy logging with dependences tracked between processes (§2.2.5).
///
/// **Upholds**: (1) the graph holds every non-deterministic event in the causal past that is not on stable storage, and
/// (2) is written there before the visible event. (3) The process commits nothing but what Corollary 1 demands, and
/// then writes the graph first.
///
/// **Assumes** that the result of every non-deterministic event can be recorded. A graph that has grown to
/// [#MOST_NODES] is written early, so that a message can carry it.
///
/// **Source**: §2.3.1.3.
final class Manetho extends NamedProtocol {

    /// A graph of its own and one received together fit into [ProtocolState#MAX_BYTES].
    private static final int MOST_NODES = 2_500;

    Manetho() {
        super(
                "manetho",
                "2.3.1.3",
                new SpacePoint(0.95, 0.1),
                ALL_FAILURES,
                "piggybacks the graph of all non-deterministic events a state depends on, and writes it before a "
                        + "visible event");
    }

    @Override
    public ProtocolState start(int self, int processes, Controls controls) {
        return new State(self, processes);
    }

    private static final class State implements ProtocolState {

        private static final int NONE = -1;

        private final int self;
        private final int processes;
        private final AntecedenceGraph graph;
        /// Up to which event of each process this one wrote the graph to stable storage.
        private final IndexVector written;
        /// The sender of the message just received, and its last event before the send.
        private int sender = NONE;
        private int antecedent = NONE;

        State(int self, int processes) {
            this.self = self;
            this.processes = processes;
            graph = new AntecedenceGraph(processes);
            written = new IndexVector(processes);
        }

        @Override
        public Action before(EventType type, int index) {
            if (type.kind() != EventKind.VISIBLE) {
                return Action.PROCEED;
            }
            boolean writes = writeGraph();
            if (type.nonDeterministic()) {
                return Action.COMMIT_ATOMICALLY;
            }
            return writes ? Action.FLUSH_LOG : Action.PROCEED;
        }

        /// Has the graph written; returns whether there was something to write.
        private boolean writeGraph() {
            boolean writes = false;
            for (int process = 0; process < processes; process++) {
                if (graph.has(process)) {
                    writes = true;
                    written.raise(process, graph.last(process));
                    graph.stable(process, graph.last(process));
                }
            }
            return writes;
        }

        @Override
        public Action after(EventType type, int index) {
            boolean records = type.nonDeterministic() && !type.visibleOrSend();
            if (records) {
                boolean receives = type.kind() == EventKind.RECEIVE;
                graph.add(self, index, receives ? sender : NONE, receives ? antecedent : NONE);
            }
            if (graph.size() >= MOST_NODES && writeGraph()) {
                return records ? Action.LOG : Action.FLUSH_LOG;
            }
            return records ? Action.LOG_LAZILY : Action.PROCEED;
        }

        @Override
        public int attach(int to, MemorySegment out) {
            out.set(JAVA_INT_UNALIGNED, 0, graph.last(self));
            return graph.write(out, Integer.BYTES);
        }

        @Override
        public void received(int from, MemorySegment attached) {
            sender = from;
            antecedent = attached.get(JAVA_INT_UNALIGNED, 0);
            graph.merge(attached, Integer.BYTES);
        }

        /// The graph's own process's part is this process's log, which the actions write.
        @Override
        public int logged(int process) {
            return process == self ? NONE : written.get(process);
        }

        @Override
        public void committed(int index) {
            graph.stable(self, index);
        }

        @Override
        public int save(MemorySegment out) {
            out.set(JAVA_INT_UNALIGNED, 0, sender);
            out.set(JAVA_INT_UNALIGNED, Integer.BYTES, antecedent);
            return graph.write(out, written.write(out, 2 * Integer.BYTES));
        }

        @Override
        public void restore(MemorySegment in) {
            sender = in.get(JAVA_INT_UNALIGNED, 0);
            antecedent = in.get(JAVA_INT_UNALIGNED, Integer.BYTES);
            graph.clear();
            graph.merge(in, written.read(in, 2 * Integer.BYTES));
        }
    }
}
