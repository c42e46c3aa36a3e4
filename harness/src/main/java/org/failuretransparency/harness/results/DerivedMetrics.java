package org.failuretransparency.harness.results;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// Computes the derived metrics from the raw ones, block by block.
///
/// A value is paired with the `none` arm of the same block: same experiment, process and x, same `database_bytes` and
/// `memory_limit`. Where several `none` arms qualify (one for each accessor, say), the one that agrees with the arm in
/// the most other parameters, and disagrees in the fewest, is taken.
final class DerivedMetrics {

    private static final List<String> EQUAL_IN_PAIRS =
            List.of(Params.DATABASE_BYTES, Params.MEMORY_LIMIT, Params.TRANSACTIONS);

    /// What is set against the value of `none`.
    private static final Set<Metric> COMPARED =
            EnumSet.of(Metric.TRANSACTION_TIME, Metric.CHECKPOINT_TIME, Metric.RUN_TIME, Metric.THROUGHPUT);

    private static final double NANOS_PER_MICRO = 1e3;

    private DerivedMetrics() {}

    /// The blocks' means of the raw trials, and everything derived from them.
    static SortedMap<Key, BlockValues> addTo(SortedMap<Key, SortedMap<Integer, List<Double>>> trials) {
        SortedMap<Key, BlockValues> values = new TreeMap<>();
        trials.forEach((key, blocks) -> {
            values.put(key, each(blocks, DerivedMetrics::mean));
            if (key.metric() == Metric.LOG_BYTES) {
                values.put(key.with(Metric.LOG_BYTES_AVG), each(blocks, DerivedMetrics::mean));
            } else if (key.metric() == Metric.LARGEST_LOG_BYTES) {
                values.put(key.with(Metric.LOG_BYTES_MAX), each(blocks, DerivedMetrics::maximum));
            }
        });
        SortedMap<Key, BlockValues> raw = new TreeMap<>(values);
        for (Map.Entry<Key, BlockValues> entry : raw.entrySet()) {
            Key key = entry.getKey();
            if (!isBaseline(key)) {
                baselineOf(key, raw).ifPresent(none -> values.putAll(paired(key, entry.getValue(), none)));
            }
        }
        return values;
    }

    /// What is derived from a raw metric by pairing or over a block's trials.
    static Stream<Key> of(Key raw) {
        return switch (raw.metric()) {
            case TRANSACTION_TIME, CHECKPOINT_TIME -> Stream.of(raw.with(Metric.OVERHEAD));
            case RUN_TIME, THROUGHPUT -> Stream.of(raw.with(Metric.RUN_TIME_RATIO));
            case LOG_BYTES -> Stream.of(raw.with(Metric.LOG_BYTES_AVG));
            case LARGEST_LOG_BYTES -> Stream.of(raw.with(Metric.LOG_BYTES_MAX));
            default -> Stream.empty();
        };
    }

    private static SortedMap<Key, BlockValues> paired(Key key, BlockValues value, BlockValues none) {
        SortedMap<Key, BlockValues> derived = new TreeMap<>();
        switch (key.metric()) {
            case TRANSACTION_TIME ->
                put(derived, key.with(Metric.OVERHEAD), value, none, (time, without) -> time - without);
            case CHECKPOINT_TIME ->
                put(
                        derived,
                        key.with(Metric.OVERHEAD),
                        value,
                        none,
                        (time, without) -> NANOS_PER_MICRO * (time - without));
            case RUN_TIME ->
                put(derived, key.with(Metric.RUN_TIME_RATIO), value, none, (time, without) -> time / without);
            // Equal work: the ratio of the times is the inverse of that of the throughputs.
            case THROUGHPUT ->
                put(derived, key.with(Metric.RUN_TIME_RATIO), value, none, (rate, without) -> without / rate);
            default -> {}
        }
        return derived;
    }

    private static void put(
            SortedMap<Key, BlockValues> derived,
            Key key,
            BlockValues value,
            BlockValues none,
            DoubleBinaryOperator operator) {
        SortedMap<Integer, Double> byBlock = value.combine(none, operator);
        byBlock.values().removeIf(result -> !Double.isFinite(result));
        if (!byBlock.isEmpty()) {
            derived.put(key, new BlockValues(byBlock));
        }
    }

    private static Optional<BlockValues> baselineOf(Key key, SortedMap<Key, BlockValues> raw) {
        if (!COMPARED.contains(key.metric())) {
            return Optional.empty();
        }
        Key best = null;
        for (Key candidate : raw.keySet()) {
            if (isBaseline(candidate)
                    && pairs(key, candidate)
                    && (best == null || agreement(key, candidate) > agreement(key, best))) {
                best = candidate;
            }
        }
        return best == null ? Optional.empty() : Optional.ofNullable(raw.get(best));
    }

    private static boolean isBaseline(Key key) {
        return key.cell().equals(Cell.NONE);
    }

    private static boolean pairs(Key key, Key none) {
        return none.metric() == key.metric()
                && none.experiment().equals(key.experiment())
                && none.x().equals(key.x())
                && none.arm().process().equals(key.arm().process())
                && EQUAL_IN_PAIRS.stream()
                        .allMatch(name ->
                                none.params().get(name).equals(key.params().get(name)));
    }

    /// Parameters in which both agree, less those that both state and disagree in.
    private static int agreement(Key key, Key none) {
        int agreement = 0;
        for (Map.Entry<String, String> entry : none.params().values().entrySet()) {
            Optional<String> other = key.params().get(entry.getKey());
            if (other.isPresent()) {
                agreement += other.get().equals(entry.getValue()) ? 1 : -1;
            }
        }
        return agreement;
    }

    private static BlockValues each(SortedMap<Integer, List<Double>> blocks, ToDoubleFunction<List<Double>> function) {
        SortedMap<Integer, Double> byBlock = new TreeMap<>();
        blocks.forEach((block, trials) -> byBlock.put(block, function.applyAsDouble(trials)));
        return new BlockValues(byBlock);
    }

    private static double mean(List<Double> trials) {
        return trials.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static double maximum(List<Double> trials) {
        return trials.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
