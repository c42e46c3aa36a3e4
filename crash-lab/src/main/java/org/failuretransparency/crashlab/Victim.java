package org.failuretransparency.crashlab;

import org.failuretransparency.rio.Regions;

/// A program that a [Campaign] runs in a child JVM, kills and runs again. Its class has a public constructor without
/// parameters. What its operations do follows from their numbers alone, so that a recovered state can be checked.
public interface Victim {

    /// Opens the program's regions, creating them if this is the first run, recovers, and checks the whole recovered
    /// state; throws if that is not the state after some number of operations.
    Running recover(Regions regions) throws Exception;

    /// The program after its recovery.
    interface Running extends AutoCloseable {

        /// The newest operation that the recovered state holds, 0 for none.
        long recovered();

        /// Executes one operation; they are numbered from 1. Returns the newest operation that is durable now:
        /// `number`, or less under group commit.
        long execute(long number) throws Exception;

        /// Ends the use of the regions.
        @Override
        void close();
    }
}
