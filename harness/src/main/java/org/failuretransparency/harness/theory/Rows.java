package org.failuretransparency.harness.theory;

import java.util.Map;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.X;

/// Where the experiment writes what it counted.
public interface Rows {

    /// Writes values of one block of an arm.
    ///
    /// @param valid whether what was counted passed its own check; of the rest nothing is concluded
    void add(Arm arm, X x, int block, Map<Metric, Double> values, boolean valid);

    /// Whether an earlier, interrupted run has written values of that block.
    boolean has(Arm arm, X x, int block);
}
