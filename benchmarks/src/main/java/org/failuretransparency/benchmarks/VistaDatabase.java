package org.failuretransparency.benchmarks;

import org.failuretransparency.vista.Recovery;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaMemory;
import org.failuretransparency.vista.VistaOptions;

/// A Vista with one 50 MB segment in memory, all of whose pages have been touched.
final class VistaDatabase implements AutoCloseable {

    private static final String NAME = "benchmark";
    private static final String SEGMENT = "database";

    private final Workspace workspace = Workspace.inMemory();
    private final Vista vista;
    private final VistaMemory memory;

    VistaDatabase() {
        this.vista = Vista.create(workspace.storage(), NAME, VistaOptions.defaults());
        this.memory = vista.createSegment(SEGMENT, RandomWrites.DATABASE_BYTES);
        memory.segment().fill((byte) 1);
    }

    VistaMemory memory() {
        return memory;
    }

    /// Closes the Vista and requires that the next owner finds the writes, and nothing to recover.
    void closeAndRequire(RandomWrites writes, long newest) {
        vista.close();
        try (Vista reopened = Vista.open(workspace.storage(), NAME)) {
            if (reopened.recovery().state() != Recovery.State.IDLE) {
                throw new IllegalStateException("log is not idle: found=" + reopened.recovery());
            }
            writes.requireNewest(reopened.segment(SEGMENT), newest);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        vista.close();
        workspace.close();
    }
}
