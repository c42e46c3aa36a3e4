package org.failuretransparency.harness.results;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The one registry of what is measured: name, unit, which direction is better, formula and label of each metric.
///
/// Raw metrics stand in `samples.csv`. Derived ones are computed from them into `summary.csv` and are never recorded.
public enum Metric {
    TRANSACTION_TIME("ns", Better.LOWER, "Time per transaction", "running time / transactions"),
    THROUGHPUT("tx/s", Better.HIGHER, "Throughput", "transactions / running time"),
    ROUND_TRIP("us", Better.LOWER, "Round trip", "time from request to response"),
    CHECKPOINT_TIME(
            "us",
            Better.LOWER,
            "Time of an interval",
            "running time / intervals, each with its checkpoint; of `none` without"),
    RUN_TIME("s", Better.LOWER, "Running time", "time of the whole run"),
    SERVICE_TIME("us", Better.LOWER, "Service time", "time from input to output, think time left out"),
    COMMITS("commits", Better.LOWER, "Commits", "commits executed"),
    LOG_BYTES("bytes", Better.LOWER, "Log size", "bytes in the log at a checkpoint, on average over the trial"),
    LARGEST_LOG_BYTES("bytes", Better.LOWER, "Largest log", "bytes in the log at the checkpoint where they were most"),
    FRAMES_PER_SECOND("fps", Better.HIGHER, "Frame rate", "frames / running time"),
    RECOVERY_TIME("us", Better.LOWER, "Recovery time", "time from open to ready after a crash"),
    MESSAGES("messages", Better.LOWER, "Messages", "datagrams sent"),
    BYTES_COPIED("bytes", Better.LOWER, "Bytes copied", "bytes copied by the recovery system"),
    SYSTEM_CALLS("calls", Better.LOWER, "System calls", "system calls traced while the transactions ran"),
    SYNCS("syncs", Better.LOWER, "Syncs per transaction", "forced writes / transactions"),
    ALLOCATED_BYTES("bytes", Better.LOWER, "Bytes allocated", "bytes of Java heap allocated / transactions"),
    GROUP_SIZE("tx", Better.NEITHER, "Transactions in a group", "transactions / forced groups"),
    TRUNCATIONS("truncations", Better.NEITHER, "Log truncations", "log truncations in the trial"),
    CASES("cases", Better.NEITHER, "Cases tried", "crash points or other cases tried one by one"),
    CRASHES_LANDED("crashes", Better.NEITHER, "Crashes landed", "kills that struck in the middle of an operation"),
    VIOLATIONS("violations", Better.LOWER, "Violations", "invariants found broken"),
    LINES_OF_CODE("lines", Better.LOWER, "Lines of code", "lines that are neither blank nor comment"),
    SOURCE_CHANGES("changes", Better.LOWER, "Source changes", "places in which a launcher differs from its plain form"),
    EVENTS("events", Better.NEITHER, "Events", "events that the application executed"),
    ROUNDS("rounds", Better.LOWER, "Joint commits", "commits of several processes as one atomic event"),
    LOG_RECORDS("records", Better.LOWER, "Log records", "results of non-deterministic events written to logs"),
    LOG_WRITES("writes", Better.LOWER, "Log writes", "times that records went to a log, several together or one"),
    WAITS("waits", Better.LOWER, "Waits", "times that an event waited for other processes"),
    CONTROL_MESSAGES("messages", Better.LOWER, "Control messages", "messages of the recovery system's own"),
    PIGGYBACKED_BYTES("bytes", Better.LOWER, "Bytes piggybacked", "bytes that a protocol adds to messages"),
    CAUGHT("cases", Better.HIGHER, "Violations caught", "cases made to violate an invariant in which that was found"),
    BUGGY_COMMITS(
            "fraction",
            Better.LOWER,
            "Failures that are not fail-stop",
            "failures with buggy state committed / failures"),
    CASCADES("cases", Better.LOWER, "Cascading rollbacks", "cases in which a process rolled back that had not failed"),
    DOMINOES("cases", Better.LOWER, "Domino effects", "cases in which all processes are back in their initial states"),
    EVENTS_LOST("fraction", Better.LOWER, "Events lost", "events that a rollback undid / events executed"),

    /// What a recovery system adds to a transaction, or to an interval between two checkpoints.
    OVERHEAD(
            "ns",
            Better.LOWER,
            "Overhead per transaction",
            "transaction_time - transaction_time of `none`; the same of checkpoint_time, in ns"),
    /// How much longer a run takes because of a recovery system.
    RUN_TIME_RATIO("x", Better.LOWER, "Running time relative to no recovery", "time / time of `none`, of equal work"),
    /// The mean log size of a block's trials.
    LOG_BYTES_AVG("bytes", Better.LOWER, "Average log size", "mean of log_bytes in a block"),
    /// The largest log size of a block's trials.
    LOG_BYTES_MAX("bytes", Better.LOWER, "Maximum log size", "maximum of largest_log_bytes in a block");

    /// Which direction of a metric is the better one.
    public enum Better {
        LOWER,
        HIGHER,
        NEITHER
    }

    private final String unit;
    private final Better better;
    private final String label;
    private final String formula;

    Metric(String unit, Better better, String label, String formula) {
        this.unit = unit;
        this.better = better;
        this.label = label;
        this.formula = formula;
    }

    /// The name in files: `transaction_time`.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String unit() {
        return unit;
    }

    public Better better() {
        return better;
    }

    /// The largest difference between two means that never matters, in the metric's unit: what a metric of nearly 0
    /// does by itself, such as the few bytes that the harness allocates between transactions.
    public double negligible() {
        return switch (this) {
            case ALLOCATED_BYTES -> 1;
            case SYNCS -> 0.001;
            default -> 0;
        };
    }

    /// The words for a chart's axis, without the unit.
    public String label() {
        return label;
    }

    /// How the value comes about.
    public String formula() {
        return formula;
    }

    /// Whether it is computed from raw metrics; such a metric never stands in `samples.csv`.
    public boolean isDerived() {
        return compareTo(OVERHEAD) >= 0;
    }

    /// The metric of that name; an unknown one is refused with the list of those there are.
    public static Metric of(String id) {
        return Arrays.stream(values())
                .filter(metric -> metric.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such metric: name=" + id + ", known="
                        + Arrays.stream(values()).map(Metric::id).collect(Collectors.joining(","))));
    }
}
