package org.failuretransparency.benchmarks;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.failuretransparency.recoverable.RecoverableMemory;
import org.failuretransparency.recoverable.Workload;
import org.failuretransparency.rvm.RvmMemory;

/// A loaded workload on one of the systems, in memory, which proves its database at the end.
final class WorkloadDatabase<W extends Workload> {

    private final Workspace workspace = Workspace.inMemory();
    private final RecoverableMemory memory;
    private final W workload;

    WorkloadDatabase(RecoverySystem system, long databaseBytes, Function<RecoverableMemory, W> make) {
        this.memory = system.create(workspace.storage(), databaseBytes);
        this.workload = make.apply(memory);
        workload.load();
    }

    W workload() {
        return workload;
    }

    /// Closes the memory after requiring that the database is consistent and holds as many transactions as were
    /// executed.
    void closeAndRequire(ToLongFunction<W> transactions, long executed) {
        List<String> violations = workload.violations();
        long found = transactions.applyAsLong(workload);
        reportTruncations(memory);
        memory.close();
        workspace.close();
        if (!violations.isEmpty() || found != executed) {
            throw new IllegalStateException("database is not as executed: transactions=" + executed + ", found=" + found
                    + ", violations=" + violations);
        }
    }

    /// A short run of RVM may end before its log is half full, and its time is then without truncation.
    static void reportTruncations(RecoverableMemory memory) {
        if (memory instanceof RvmMemory rvm) {
            System.out.println("# truncations in this fork: " + rvm.statistics().truncations()
                    + (rvm.statistics().truncations() == 0 ? " (too short: truncation is not in its time)" : ""));
        }
    }
}
