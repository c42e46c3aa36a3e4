package org.failuretransparency.harness.run;

import org.failuretransparency.harness.results.DatabaseSize;
import org.failuretransparency.recoverable.RecoverableMemory;
import org.failuretransparency.recoverable.Workload;
import org.failuretransparency.tpcb.DebitCreditScale;
import org.failuretransparency.tpcb.DebitCreditWorkload;
import org.failuretransparency.tpcc.OrderEntryScale;
import org.failuretransparency.tpcc.OrderEntryWorkload;
import org.failuretransparency.workloads.SyntheticWorkload;

/// The workloads by the names of their experiments.
final class Workloads {

    static final String SYNTHETIC = "synthetic";
    static final String DEBIT_CREDIT = DatabaseSize.DEBIT_CREDIT;
    static final String ORDER_ENTRY = DatabaseSize.ORDER_ENTRY;
    static final String CHECKPOINT_SIZE = "checkpoint-size";
    static final String CHECKPOINT_INTERVAL = "checkpoint-interval";

    static final String VISTAGRAMS = "vistagrams";

    static final String KERNEL_STATE = KernelStateRun.KERNEL_STATE;

    private Workloads() {}

    /// Bytes of memory that the workload needs for a database of the asked length.
    static long memoryBytes(ArmSetup setup) {
        return DatabaseSize.ofAsked(setup.workload(), setup.databaseBytes());
    }

    static Workload over(RecoverableMemory memory, ArmSetup setup) {
        long bytes = setup.databaseBytes();
        return switch (setup.workload()) {
            case SYNTHETIC -> new SyntheticWorkload(memory, bytes, setup.rangeBytes(), setup.seed());
            case DEBIT_CREDIT -> new DebitCreditWorkload(memory, DebitCreditScale.forBytes(bytes), setup.seed());
            // No arm rolls back, since `none` cannot: all do the same work.
            case ORDER_ENTRY -> new OrderEntryWorkload(memory, OrderEntryScale.forBytes(bytes), setup.seed(), false);
            default -> throw unknown(setup);
        };
    }

    private static IllegalArgumentException unknown(ArmSetup setup) {
        return new IllegalArgumentException("no such workload: name=" + setup.workload());
    }
}
