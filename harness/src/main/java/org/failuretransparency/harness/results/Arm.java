package org.failuretransparency.harness.results;

import java.util.Comparator;

/// What ran in a trial: a system on a storage, the protocol and process where there are several, and the parameters.
///
/// @param protocol the recovery protocol; empty where a system has only one
/// @param process the process, or the part, that the value is of; empty for the whole
public record Arm(Cell cell, String protocol, String process, Params params) implements Comparable<Arm> {

    private static final Comparator<Arm> ORDER = Comparator.comparing(Arm::cell)
            .thenComparing(Arm::protocol)
            .thenComparing(Arm::process)
            .thenComparing(Arm::params);

    /// An arm of one process without a choice of protocol.
    public static Arm of(Cell cell, Params params) {
        return new Arm(cell, "", "", params);
    }

    /// The arm with a place on the horizontal axis among its parameters: for timelines and latency logs, which have no
    /// columns for it. The axis is to be named like a parameter.
    public Arm at(X x) {
        return x.isNone() ? this : new Arm(cell, protocol, process, params.with(x.name(), Csv.number(x.value())));
    }

    /// The arm without its seed: trials that differ in nothing else are trials of one arm.
    Arm withoutSeed() {
        return new Arm(cell, protocol, process, params.without(Params.SEED));
    }

    @Override
    public int compareTo(Arm other) {
        return ORDER.compare(this, other);
    }

    /// The form in messages and as a tag of latency logs: `rvm/disk;group=64`.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(cell.toString());
        for (String part : new String[] {protocol, process, params.toString()}) {
            if (!part.isEmpty()) {
                text.append(';').append(part);
            }
        }
        return text.toString();
    }
}
