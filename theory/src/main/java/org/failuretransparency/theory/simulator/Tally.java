package org.failuretransparency.theory.simulator;

/// Counts while they grow.
final class Tally {

    long events;
    long rounds;
    long logRecords;
    long logWrites;
    long waits;
    long controlMessages;
    long controlBytes;
    long piggybackedBytes;
    long deferredSends;
    final long[] commits;

    Tally(int processes) {
        commits = new long[processes];
    }

    Counts counts() {
        long sum = 0;
        long largest = 0;
        for (long of : commits) {
            sum += of;
            largest = Math.max(largest, of);
        }
        return new Counts(
                events,
                sum,
                largest,
                rounds,
                logRecords,
                logWrites,
                waits,
                controlMessages,
                controlBytes,
                piggybackedBytes,
                deferredSends);
    }
}
