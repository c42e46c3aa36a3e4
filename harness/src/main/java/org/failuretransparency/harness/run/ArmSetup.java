package org.failuretransparency.harness.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a resident process opens: a workload on a system on a storage.
///
/// @param workload `synthetic`, `debit-credit` or `order-entry`
/// @param system `none`, `vista` or `rvm`
/// @param storage the storage kind's label
/// @param directory where the regions are made
/// @param databaseBytes length of the database
/// @param rangeBytes bytes of a synthetic transaction
/// @param group transactions in a group, for `rvm`
/// @param protectPages whether the regions' pages are protected, for `rvm`
/// @param pageable whether `rvm` keeps its in-memory copy where the kernel can page it out
/// @param seed of the workload
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
        long seed) {

    Path path() {
        return Path.of(directory);
    }

    @Nullable
    Path copyDirectory() {
        return pageable ? path() : null;
    }
}
