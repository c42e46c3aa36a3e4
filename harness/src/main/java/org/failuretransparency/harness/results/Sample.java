package org.failuretransparency.harness.results;

/// The value of one trial: a row of `samples.csv`.
///
/// @param key what it is of; the metric is a raw one
/// @param turn when it ran
/// @param value in the metric's unit
/// @param valid whether the trial's own checks passed; an invalid row is kept, and nothing is concluded from it
public record Sample(Key key, Turn turn, double value, boolean valid) {

    public Sample {
        if (key.metric().isDerived()) {
            throw new IllegalArgumentException(
                    "derived metrics are not recorded: metric=" + key.metric().id());
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value is not finite: key=" + key + ", value=" + value);
        }
    }

    /// When a trial ran among the interleaved arms.
    ///
    /// @param block the block, from 0: in one block every arm has its turns
    /// @param order the place among the turns of the block, from 0
    /// @param trial the trial of this arm, from 0
    public record Turn(int block, int order, int trial) {}
}
