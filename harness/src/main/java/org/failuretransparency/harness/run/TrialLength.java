package org.failuretransparency.harness.run;

/// How long a trial runs, in milliseconds of the machine's clock (also on modelled disks, whose clock runs ahead of
/// it).
///
/// A system that truncates its log is measured over whole truncation cycles, so that its cost is in the result in its
/// due proportion: the trial starts after a truncation and ends at the first one after `minMillis`, or at `maxMillis`.
public record TrialLength(long minMillis, long maxMillis) {

    public TrialLength {
        if (minMillis < 1 || maxMillis < minMillis) {
            throw new IllegalArgumentException("trial length: minMillis=" + minMillis + ", maxMillis=" + maxMillis);
        }
    }
}
