package org.failuretransparency.recoverable;

import org.failuretransparency.crashlab.Trace;
import org.failuretransparency.rio.StorageKind;

/// A program that ran on recorded memory, to be crashed at every point.
public interface RecordedProgram extends AutoCloseable {

    /// Its steps.
    Trace trace();

    /// The first step of which there are mutants.
    default int firstMutated() {
        return 0;
    }

    /// Judges what a recovery finds after a crash of it.
    PrefixOracle oracle();

    @Override
    void close();

    /// What programs do before they are crashed.
    interface Scenario {

        /// Runs such a program on a storage.
        RecordedProgram on(StorageKind kind);
    }
}
