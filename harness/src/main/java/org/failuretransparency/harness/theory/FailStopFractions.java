package org.failuretransparency.harness.theory;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.X;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.Protocols;
import org.failuretransparency.theory.simulator.FailStop;
import org.failuretransparency.theory.simulator.Workload;

/// How often failures of the application are not fail-stop, since buggy state was committed: for every protocol and
/// detection delay, over the workloads that are images of applications (T8).
final class FailStopFractions {

    static final String FAIL_STOP = "fail-stop";
    static final String DELAY = "delay";

    private static final int[] DELAYS = {1, 2, 5, 10, 20, 50, 100};

    private final Rows rows;
    private final int block;
    private final long seed;

    FailStopFractions(Rows rows, int block, long seed) {
        this.rows = rows;
        this.block = block;
        this.seed = seed;
    }

    void run(int scriptEvents) {
        List<Computation> scripts = Stream.of(Workload.values())
                .filter(workload -> workload != Workload.RANDOM)
                .map(workload -> workload.script(scriptEvents, seed))
                .toList();
        for (Protocol protocol : Protocols.ALL) {
            Arm arm = new Arm(Cell.SIMULATOR, protocol.id(), FAIL_STOP, Params.none());
            if (!rows.has(arm, x(DELAYS[0]), block)) {
                for (FailStop.Failures failures : FailStop.measure(protocol, scripts, DELAYS)) {
                    rows.add(
                            arm,
                            x(failures.delay()),
                            block,
                            Map.of(
                                    Metric.CASES,
                                    (double) failures.failures(),
                                    Metric.BUGGY_COMMITS,
                                    failures.fraction()),
                            true);
                }
            }
        }
    }

    private static X x(int delay) {
        return new X(DELAY, delay, "events");
    }
}
