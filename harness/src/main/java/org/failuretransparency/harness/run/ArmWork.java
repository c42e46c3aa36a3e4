package org.failuretransparency.harness.run;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What a resident process runs for its arm: transactions, a guest program, or the client of a server.
///
/// **Threads**: one.
interface ArmWork extends AutoCloseable {

    /// Makes it new, in a directory that is empty.
    ///
    /// @param servers for clients, those of the same process
    static ArmWork create(ArmSetup setup, MessageServerProcess servers) {
        return switch (setup.workload()) {
            case Workloads.CHECKPOINT_SIZE -> new PageLoopArm(setup);
            case Workloads.CHECKPOINT_INTERVAL -> new ComputationArm(setup);
            case Workloads.KERNEL_STATE -> new KernelStateArm(setup);
            case Workloads.VISTAGRAMS -> new MessageArm(setup, servers);
            default -> TransactionArm.create(setup);
        };
    }

    /// Opens what a killed process left.
    static ArmWork recover(ArmSetup setup) throws IOException {
        return switch (setup.workload()) {
            case Workloads.CHECKPOINT_SIZE -> PageLoopArm.recover(setup);
            case Workloads.CHECKPOINT_INTERVAL -> ComputationArm.recover(setup);
            case Workloads.KERNEL_STATE -> new KernelStateArm(setup);
            default -> TransactionArm.recover(setup);
        };
    }

    /// What opening measured, by the metrics' names.
    default Map<String, Double> values() {
        return Map.of();
    }

    /// What its own check finds outside of trials, each of which checks itself.
    default List<String> violations() {
        return List.of();
    }

    /// Runs until it is compiled.
    void warmUp(TrialLength length);

    /// Runs, measures, checks.
    ArmReply trial(TrialLength length);

    /// Times each of so many transactions.
    default ArmReply latency(long transactions) {
        throw new IllegalStateException("no transactions to time");
    }

    /// Runs so many transactions.
    default void count(long transactions) {
        throw new IllegalStateException("no transactions to count");
    }

    /// Runs until killed; says when it is in the middle of it.
    void endless(Runnable started);

    @Override
    void close();
}
