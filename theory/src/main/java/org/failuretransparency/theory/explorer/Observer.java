package org.failuretransparency.theory.explorer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Compares what was shown with all failure-free outputs at once, by Definition 2: a label either is the next one of
/// the failure-free output, or was shown before and is passed over.
///
/// What it remembers is the set of the nodes of [Outputs] that the sequence V can be at, and the set of labels shown. A
/// node at which V can be stands for the failure-free outputs through it that V is equivalent to a prefix of.
///
/// Definition 2 passes a label over only if it is *not* the next one; here a label shown before may be passed over even
/// then. That finds no further equivalences: let one comparison always take the next label if it can, and let another,
/// with the same output, pass it over. The first is never behind, and whatever it finds in its way is a label that the
/// second took at a place that the first is past, hence one shown before.
///
/// **Source:** §2.2.2, Definition 2; §2.2.4, Theorem 1.
final class Observer implements Watcher {

    /// Both sorted.
    private record Memory(List<Integer> nodes, List<Integer> shown) {}

    private static final int UNKNOWN = -2;

    private final Outputs outputs;
    private final Names<Memory> memories = new Names<>();
    private final List<int[]> known = new ArrayList<>();

    Observer(Outputs outputs) {
        this.outputs = outputs;
        memories.number(new Memory(List.of(0), List.of()));
    }

    @Override
    public int shown(int memory, int label) {
        while (known.size() <= memory) {
            known.add(new int[0]);
        }
        int[] row = known.get(memory);
        if (label >= row.length) {
            row = Arrays.copyOf(row, label + 4);
            Arrays.fill(row, known.get(memory).length, row.length, UNKNOWN);
            known.set(memory, row);
        }
        if (row[label] == UNKNOWN) {
            row[label] = compare(memories.thing(memory), label);
        }
        return row[label];
    }

    private int compare(Memory before, int label) {
        boolean again = before.shown().contains(label);
        List<Integer> nodes = new ArrayList<>(again ? before.nodes() : List.of());
        for (int node : before.nodes()) {
            int child = outputs.child(node, label);
            if (child != Outputs.NONE) {
                nodes.add(child);
            }
        }
        if (nodes.isEmpty()) {
            return IMPOSSIBLE;
        }
        List<Integer> shown = new ArrayList<>(before.shown());
        if (!again) {
            shown.add(label);
        }
        return memories.number(new Memory(
                nodes.stream().sorted().distinct().toList(),
                shown.stream().sorted().toList()));
    }

    @Override
    public boolean over(int memory) {
        return memories.thing(memory).nodes().stream().anyMatch(outputs::whole);
    }
}
