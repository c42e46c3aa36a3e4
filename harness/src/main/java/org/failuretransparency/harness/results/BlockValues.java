package org.failuretransparency.harness.results;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;

/// One value for each block of a run, where a block's value is the mean of its valid trials.
public record BlockValues(SortedMap<Integer, Double> byBlock) {

    public BlockValues {
        byBlock = Collections.unmodifiableSortedMap(new TreeMap<>(byBlock));
        if (byBlock.isEmpty()) {
            throw new IllegalArgumentException("no blocks: blocks=0, minimum=1");
        }
    }

    public int blocks() {
        return byBlock.size();
    }

    /// The values in the order of the blocks.
    public double[] values() {
        return byBlock.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    public double mean() {
        return byBlock.values().stream().collect(Collectors.averagingDouble(Double::doubleValue));
    }

    /// The blocks that both have.
    public SortedSet<Integer> commonBlocks(BlockValues other) {
        SortedSet<Integer> common = new TreeSet<>(byBlock.keySet());
        common.retainAll(other.byBlock.keySet());
        return common;
    }

    /// The values of some of the blocks, in their order.
    public double[] valuesOf(SortedSet<Integer> blocks) {
        return byBlock.entrySet().stream()
                .filter(entry -> blocks.contains(entry.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .toArray();
    }

    /// The values of the blocks that both have, combined block by block; empty where they share none.
    public SortedMap<Integer, Double> combine(BlockValues other, DoubleBinaryOperator operator) {
        SortedMap<Integer, Double> combined = new TreeMap<>();
        for (Map.Entry<Integer, Double> entry : byBlock.entrySet()) {
            Double second = other.byBlock.get(entry.getKey());
            if (second != null) {
                combined.put(entry.getKey(), operator.applyAsDouble(entry.getValue(), second));
            }
        }
        return combined;
    }
}
