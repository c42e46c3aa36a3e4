package org.failuretransparency.harness.run;

import java.nio.file.Path;
import org.failuretransparency.harness.results.Cell;
import org.jspecify.annotations.Nullable;

/// What a resident process opens: a workload on a system on a storage.
///
/// @param workload an experiment's name: `synthetic`, `debit-credit`, `checkpoint-size`, …
/// @param system `none`, `vista`, `rvm`, `dc`, `udp`, `baseline` or `vistagrams`
/// @param storage the storage kind's label
/// @param directory where the regions are made
/// @param databaseBytes length of the database
/// @param rangeBytes bytes of a synthetic transaction or of a message, or that are touched between two checkpoints
/// @param group transactions in a group, for `rvm`
/// @param protectPages whether the regions' pages are protected, for `rvm`
/// @param pageable whether `rvm` keeps its in-memory copy where the kernel can page it out
/// @param seed of the workload
/// @param outstanding requests at a time, for messages; 0: one, and its round trip is timed
/// @param guest the program, for those that run one with timed checkpoints
public record ArmSetup(
        String workload,
        String system,
        String storage,
        String directory,
        long databaseBytes,
        int rangeBytes,
        int group,
        boolean protectPages,
        boolean pageable,
        long seed,
        int outstanding,
        @Nullable Guest guest) {

    /// A guest program, and when it is checkpointed.
    ///
    /// @param program of [GuestPrograms]
    /// @param intervalMillis between checkpoints
    /// @param workMillis about how long it takes
    public record Guest(String program, double intervalMillis, long workMillis) {}

    /// A guest program, which has no database.
    static ArmSetup guest(String workload, Cell cell, Path directory, @Nullable Guest guest, int touchedBytes) {
        return new ArmSetup(
                workload,
                cell.system(),
                cell.storage(),
                directory.toString(),
                0,
                touchedBytes,
                1,
                false,
                false,
                0,
                0,
                guest);
    }

    Guest requiredGuest() {
        if (guest == null) {
            throw new IllegalStateException("no program to run: workload=" + workload);
        }
        return guest;
    }

    Path path() {
        return Path.of(directory);
    }

    @Nullable
    Path copyDirectory() {
        return pageable ? path() : null;
    }
}
