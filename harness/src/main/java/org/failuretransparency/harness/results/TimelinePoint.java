package org.failuretransparency.harness.results;

/// A value at a moment of a trial: a row of `timeline.csv`.
///
/// @param elapsedSeconds the middle of the slice of time that the value is of, from the start of the trial; virtual
///     time on modelled disks
/// @param value in the metric's unit, e.g. the throughput of that slice
public record TimelinePoint(
        String experiment, Arm arm, int block, double elapsedSeconds, Metric metric, double value) {}
