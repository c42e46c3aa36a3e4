package org.failuretransparency.benchmarks;

import org.failuretransparency.recoverable.RecoverableMemory;
import org.failuretransparency.recoverable.UnprotectedMemory;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rvm.RvmMemory;
import org.failuretransparency.rvm.RvmOptions;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaOptions;

/// The systems that a workload runs on, as a benchmark's parameter.
public enum RecoverySystem {
    /// Mapped memory and no recovery: the baseline.
    NONE,
    VISTA,
    RVM;

    private static final String NAME = "benchmark";

    RecoverableMemory create(Storage storage, long lengthBytes) {
        return switch (this) {
            case NONE -> new UnprotectedMemory(storage.create(NAME, RegionType.database("BARE"), lengthBytes));
            case VISTA -> Vista.create(storage, NAME, VistaOptions.defaults()).createSegment("database", lengthBytes);
            case RVM -> RvmMemory.create(storage, NAME, lengthBytes, RvmOptions.defaults());
        };
    }
}
