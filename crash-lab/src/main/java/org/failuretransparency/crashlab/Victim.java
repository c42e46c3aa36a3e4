package org.failuretransparency.crashlab;

import org.failuretransparency.rio.Regions;

/// A program that a [Campaign] runs in a child JVM, kills and runs again. It has a public constructor without
/// parameters. Its operations are numbered from 1; what they do follows from the number alone, so that a recovered
/// state can be checked.
public interface Victim {

    /// Opens the program's regions, creating them if this is the first run, recovers, and checks the whole recovered
    /// state. Returns the newest operation that it holds, 0 for none; throws if the state is not that of some number of
    /// operations.
    long recover(Regions regions) throws Exception;

    /// Executes one operation. Returns the newest operation that is durable now: `number`, or less under group commit.
    long execute(long number) throws Exception;

    /// Ends the program's use of its regions.
    void close() throws Exception;
}
