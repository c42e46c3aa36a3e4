package org.failuretransparency.theory.explorer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;

/// The outputs of all failure-free executions, as a trie: a node is a sequence of labels, its number what the watcher
/// remembers. Watches the failure-free search, and never objects.
final class Outputs implements Watcher {

    static final int NONE = -1;

    private final List<int[]> children = new ArrayList<>();
    private final List<Integer> parents = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final BitSet whole = new BitSet();

    Outputs() {
        grow(NONE, NONE);
    }

    private int grow(int parent, int label) {
        children.add(new int[0]);
        parents.add(parent);
        labels.add(label);
        return children.size() - 1;
    }

    @Override
    public int shown(int node, int label) {
        int child = child(node, label);
        if (child == NONE) {
            child = grow(node, label);
            int[] before = children.get(node);
            int[] after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = child;
            children.set(node, after);
        }
        return child;
    }

    @Override
    public boolean over(int node) {
        whole.set(node);
        return true;
    }

    /// The node after `label`, or [#NONE].
    int child(int node, int label) {
        for (int child : children.get(node)) {
            if (labels.get(child) == label) {
                return child;
            }
        }
        return NONE;
    }

    boolean whole(int node) {
        return whole.get(node);
    }

    /// The number of different whole outputs.
    int count() {
        return whole.cardinality();
    }

    void forEachWhole(IntConsumer node) {
        whole.stream().forEach(node);
    }

    /// The labels of a node, in order.
    List<Integer> sequence(int node) {
        List<Integer> sequence = new ArrayList<>();
        for (int n = node; n != 0; n = parents.get(n)) {
            sequence.add(labels.get(n));
        }
        Collections.reverse(sequence);
        return sequence;
    }
}
