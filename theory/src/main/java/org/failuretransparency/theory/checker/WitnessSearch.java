package org.failuretransparency.theory.checker;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Finds the shortest way back from an event to a non-deterministic event that its past does not cover, by Dijkstra's
/// algorithm over receives: from each receive one way leads to the receive before it, and one over the message to the
/// last receive before the send. It does not go beyond events that were found right, so that it looks at no more than
/// what happened since.
final class WitnessSearch {

    private final History[] histories;
    private final Past past;
    /// For each process the places of the receives to which the shortest way is known.
    private final BitSet[] visited;
    private final PriorityQueue<Node> queue =
            new PriorityQueue<>(Comparator.comparingInt(Node::messages).thenComparingLong(Node::steps));

    /// @param past the past of the event that is searched from, which is not covered
    WitnessSearch(History[] histories, Past past) {
        this.histories = histories;
        this.past = past;
        visited = new BitSet[histories.length];
        Arrays.setAll(visited, process -> new BitSet());
    }

    /// The non-deterministic event with the shortest way to the event at (process, index), and that way.
    Node from(int process, int index) {
        back(process, index - 1, 0, 1, null);
        int own = histories[process].lastReceive(index);
        if (own >= 0 && histories[process].receiveIndex(own) == index) {
            overMessage(process, own, 0, 0, null);
        }
        while (true) {
            Node node = queue.remove();
            if (node.type() != NodeType.RECEIVE) {
                return node;
            }
            if (!visited[node.process()].get(node.place())) {
                visited[node.process()].set(node.place());
                back(node.process(), node.index() - 1, node.messages(), node.steps() + 1, node.way());
                overMessage(node.process(), node.place(), node.messages(), node.steps(), node.way());
            }
        }
    }

    private void overMessage(int process, int receive, int messages, long steps, @Nullable Crossing way) {
        History history = histories[process];
        Crossing crossing = new Crossing(process, receive, way);
        back(history.sender(receive), history.sendIndex(receive), messages + 1, steps + 1, crossing);
    }

    /// Offers what comes first when going back in one process's history from `index`, that event included: the last
    /// receive, and the last uncovered events that are not before it.
    private void back(int process, int index, int messages, long steps, @Nullable Crossing way) {
        History history = histories[process];
        int last = index;
        long stepsToLast = steps;
        while (last >= 0) {
            int start = history.incarnationStart(last);
            int clean = history.lastClean(last);
            int receive = history.lastReceive(last);
            int receiveIndex = receive < 0 ? -1 : history.receiveIndex(receive);
            int first = Math.max(Math.max(start, clean + 1), receiveIndex);
            Node from = new Node(NodeType.RECEIVE, process, receive, last, messages, stepsToLast, way);
            offerUncovered(from, false, first);
            offerUncovered(from, true, first);
            if (receiveIndex >= start && receiveIndex > clean) {
                if (!visited[process].get(receive)) {
                    queue.add(from.at(NodeType.RECEIVE, receive, receiveIndex));
                }
                return;
            }
            if (clean >= start || start == 0) {
                return;
            }
            stepsToLast += last - start + 1;
            last = history.recoveredFrom(start);
        }
    }

    private void offerUncovered(Node from, boolean isRecorded, int first) {
        History history = histories[from.process()];
        History.NonDeterministic events = history.nonDeterministic(isRecorded);
        int place = events.last(from.index());
        if (place < 0 || events.index(place) < first) {
            return;
        }
        int index = events.index(place);
        if (past.uncovered(from.process(), index, isRecorded, history)) {
            queue.add(from.at(isRecorded ? NodeType.RECORDED : NodeType.UNRECORDED, place, index));
        }
    }

    /// What a node is.
    enum NodeType {
        RECEIVE,
        /// An uncovered event: the end of a way.
        UNRECORDED,
        /// The same, with its result in a log's buffer.
        RECORDED
    }

    /// An event on a way.
    ///
    /// @param place its place among the process's events of that type
    /// @param messages how many messages it takes from here to the target
    /// @param steps how many events it takes
    /// @param way the messages, in the order in which they were received
    record Node(
            NodeType type,
            int process,
            int place,
            int index,
            int messages,
            long steps,
            @Nullable Crossing way) {

        /// A node further back in the same process.
        Node at(NodeType newType, int newPlace, int newIndex) {
            return new Node(newType, process, newPlace, newIndex, messages, steps + index - newIndex, way);
        }
    }

    /// A message on a way: the place of its receive among those of its receiver, and what comes after it.
    record Crossing(int process, int receive, @Nullable Crossing next) {}
}
