package org.failuretransparency.theory.protocol;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Manetho's antecedence graph: the non-deterministic events on which a state depends, as far as they are not known to
/// be on stable storage. A node is an event; its edges go to the event before it in its process, and from a receive to
/// the last event of the sender before the send.
///
/// ```
/// a node: index of the event | sender, or -1 | index of the sender's last event before the send, or -1
/// written: for each process: the index up to which its events are on stable storage | number of nodes | nodes
/// ```
final class AntecedenceGraph {

    private static final int NODE_INTS = 3;

    /// Each process's nodes, in order.
    private final int[][] nodes;
    private final int[] counts;
    private final IndexVector stable;

    AntecedenceGraph(int processes) {
        nodes = new int[processes][NODE_INTS];
        counts = new int[processes];
        stable = new IndexVector(processes);
    }

    /// Adds the next event of `process`.
    void add(int process, int index, int sender, int antecedent) {
        if (index <= last(process)) {
            return;
        }
        int offset = counts[process]++ * NODE_INTS;
        if (offset == nodes[process].length) {
            nodes[process] = Arrays.copyOf(nodes[process], 2 * offset);
        }
        nodes[process][offset] = index;
        nodes[process][offset + 1] = sender;
        nodes[process][offset + 2] = antecedent;
    }

    /// The index of the last event of `process` in the graph; -1 if there was none.
    int last(int process) {
        int count = counts[process];
        return count == 0 ? stable.get(process) : nodes[process][(count - 1) * NODE_INTS];
    }

    /// Whether events of `process` are in the graph, and so not on stable storage as far as is known.
    boolean has(int process) {
        return counts[process] > 0;
    }

    int size() {
        int size = 0;
        for (int count : counts) {
            size += count;
        }
        return size;
    }

    /// The events of `process` up to `index` are on stable storage.
    void stable(int process, int index) {
        stable.raise(process, index);
        int dropped = 0;
        while (dropped < counts[process] && nodes[process][dropped * NODE_INTS] <= index) {
            dropped++;
        }
        counts[process] -= dropped;
        System.arraycopy(nodes[process], dropped * NODE_INTS, nodes[process], 0, counts[process] * NODE_INTS);
    }

    int write(MemorySegment out, int offset) {
        int at = offset;
        for (int process = 0; process < counts.length; process++) {
            int ints = counts[process] * NODE_INTS;
            out.set(JAVA_INT_UNALIGNED, at, stable.get(process));
            out.set(JAVA_INT_UNALIGNED, at + Integer.BYTES, counts[process]);
            MemorySegment.copy(nodes[process], 0, out, JAVA_INT_UNALIGNED, at + 2 * Integer.BYTES, ints);
            at += (2 + ints) * Integer.BYTES;
        }
        return at;
    }

    /// Adds the events that [#write] wrote at `offset`.
    void merge(MemorySegment in, int offset) {
        int at = offset;
        for (int process = 0; process < counts.length; process++) {
            stable(process, in.get(JAVA_INT_UNALIGNED, at));
            int count = in.get(JAVA_INT_UNALIGNED, at + Integer.BYTES);
            at += 2 * Integer.BYTES;
            for (int node = 0; node < count; node++) {
                int index = in.get(JAVA_INT_UNALIGNED, at);
                int sender = in.get(JAVA_INT_UNALIGNED, at + Integer.BYTES);
                int antecedent = in.get(JAVA_INT_UNALIGNED, at + 2 * Integer.BYTES);
                add(process, index, sender, antecedent);
                at += NODE_INTS * Integer.BYTES;
            }
        }
    }

    void clear() {
        Arrays.fill(counts, 0);
        stable.clear();
    }
}
