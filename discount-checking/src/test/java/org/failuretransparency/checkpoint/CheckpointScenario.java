package org.failuretransparency.checkpoint;

import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.recoverable.RecordedProgram;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.vista.PersistentHeap;

/// What processes do when their stores are crashed.
enum CheckpointScenario implements RecordedProgram.Scenario {
    /// Data, context and stack, with less of it in use from one checkpoint to the next, and more.
    COMMIT {
        @Override
        void run(StoreProgram program) {
            program.interval(
                    process -> {
                        process.putLong(8, 1);
                        process.putLong(PAGE + 8, 2);
                        process.putLong(8, 3);
                        process.record(ContextLayout.REGISTERS + 8, 4);
                        process.putLong(END - 16, 5);
                    },
                    END - 16);
            program.interval(process -> process.putLong(END - PAGE - 8, 6), END - PAGE - 8);
            program.interval(
                    process -> {
                        process.putLong(END - PAGE - 8, 7);
                        process.record(ContextLayout.DESCRIPTORS, 8);
                    },
                    END);
        }
    },
    /// Blocks allocated and freed in one interval and across a checkpoint.
    HEAP {
        @Override
        void run(StoreProgram program) {
            long[] blocks = new long[3];
            program.interval(
                    process -> {
                        PersistentHeap heap = process.store().heap();
                        blocks[0] = heap.malloc(40);
                        blocks[1] = heap.malloc(5000);
                        process.putLong(blocks[0], 1);
                        process.putLong(blocks[1], 2);
                    },
                    END);
            program.interval(
                    process -> {
                        PersistentHeap heap = process.store().heap();
                        heap.free(blocks[1]);
                        blocks[2] = heap.malloc(60);
                        process.putLong(blocks[2], 3);
                        heap.free(blocks[0]);
                    },
                    END);
            program.interval(process -> process.store().heap().free(blocks[2]), END);
        }
    },
    /// So many checkpoints that the redo log is emptied into the image between them.
    TRUNCATION {
        @Override
        void run(StoreProgram program) {
            for (int i = 1; i <= TRUNCATED_PAGES / 2; i++) {
                long value = i;
                program.interval(
                        process -> {
                            process.putLong(value * 8, value);
                            process.putLong(PAGE + value * 8, -value);
                        },
                        END);
            }
        }
    };

    /// Pages that the scenario with truncations commits, one by one.
    static final int TRUNCATED_PAGES = 12;

    private static final long PAGE = AddressSpace.PAGE_BYTES;
    private static final long END = RecordedProcess.SPACE.lengthBytes();

    abstract void run(StoreProgram program);

    @Override
    public StoreProgram on(StorageKind kind) {
        return on(kind, RecordedProcess.Mutant.NONE);
    }

    /// Runs it with a seeded fault.
    StoreProgram on(StorageKind kind, RecordedProcess.Mutant mutant) {
        StoreProgram program = new StoreProgram(kind, mutant, process -> process.putLong(24, 99));
        run(program);
        return program;
    }
}
