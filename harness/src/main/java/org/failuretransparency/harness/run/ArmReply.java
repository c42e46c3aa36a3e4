package org.failuretransparency.harness.run;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line from a resident process to the harness, as JSON.
///
/// @param error why the request could not be carried out; null if it was
/// @param values raw metrics by their names in `samples.csv`
/// @param timeline pairs of elapsed seconds and throughput
/// @param latencies a histogram of nanoseconds, compressed, in base 64
/// @param violations what the workload's own check found
public record ArmReply(
        @Nullable String error,
        Map<String, Double> values,
        List<double[]> timeline,
        @Nullable String latencies,
        List<String> violations) {

    /// The name of the value that answers THREAD.
    static final String THREAD = "thread";

    /// The name of the value that stands for what a guest program has shown: the same for all arms, and no metric.
    static final String SHOWN = "shown";

    static ArmReply failed(Throwable cause) {
        return new ArmReply(cause.toString(), Map.of(), List.of(), null, List.of());
    }

    static ArmReply checked(List<String> violations) {
        return new ArmReply(null, Map.of(), List.of(), null, violations);
    }

    static ArmReply of(Map<String, Double> values, List<String> violations) {
        return new ArmReply(null, values, List.of(), null, violations);
    }
}
