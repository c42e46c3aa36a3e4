package org.failuretransparency.vista;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.failuretransparency.recoverable.RecordedProgram;
import org.failuretransparency.rio.StorageKind;

/// What programs do when they are crashed.
enum CrashScenario implements RecordedProgram.Scenario {
    /// Ranges of several lengths, overlapping ones too, in several transactions.
    COMMIT(false) {
        @Override
        void run(CrashProgram program) {
            program.operation(vista -> commit(vista, 1, 8));
            program.operation(vista -> commit(vista, 2, 3, 8, 24));
            program.operation(vista -> commit(vista, 3, 65));
        }
    },
    /// Aborts between commits.
    ABORT(false) {
        @Override
        void run(CrashProgram program) {
            program.operation(vista -> commit(vista, 1, 16));
            program.operation(vista -> abort(vista, 2, 8, 40));
            program.operation(vista -> commit(vista, 3, 8));
            program.operation(vista -> abort(vista, 4, 70));
        }
    },
    /// Transactions over both segments, one of them without undo behind them.
    SEVERAL_SEGMENTS(false) {
        @Override
        void run(CrashProgram program) {
            for (int i = 1; i <= 2; i++) {
                long delta = i;
                program.operation(vista -> {
                    vista.begin();
                    vista.segment("a").addLong(8, -delta);
                    vista.segment("b").addLong(16, delta);
                    vista.segment("a").putInt(40, (int) delta);
                    vista.commit();
                });
            }
        }
    },
    /// Automatic ranges: pages logged whole, the last one partial.
    PAGES(false) {
        @Override
        void setUp(Vista vista) {
            vista.createSegment("a", PageTracker.PAGE_BYTES + 48);
        }

        @Override
        void run(CrashProgram program) {
            program.operation(vista -> {
                PageTracker tracker = new PageTracker(vista.segment("a"));
                vista.begin();
                tracker.putLong(4092, 0x1234_5678_9ABC_DEF0L);
                tracker.putInt(4100, 7);
                vista.commit();
            });
        }
    },
    /// A block allocated and another freed in one transaction, which so has an intent to carry out; then changes to
    /// other bytes, the first of them long enough for its record to reach the trailer of an older one, and to the
    /// block.
    ALLOC_AND_FREE(true) {
        @Override
        void run(CrashProgram program) {
            program.operation(vista -> {
                PersistentHeap heap = vista.heap("heap");
                vista.begin();
                replaceFirst(heap, 60, 7);
                vista.commit();
            });
            program.operation(vista -> {
                PersistentHeap heap = vista.heap("heap");
                vista.begin();
                heap.memory()
                        .put(
                                2 * HeapLayout.PAGE_BYTES,
                                "seventeen letters".repeat(6).getBytes(StandardCharsets.UTF_8));
                heap.memory().putLong(heap.root() + 16, 5);
                vista.commit();
            });
        }
    },
    /// Several blocks freed at once: the last slots of a page, and a run of pages.
    FREES(true) {
        @Override
        void run(CrashProgram program) {
            program.operation(vista -> {
                PersistentHeap heap = vista.heap("heap");
                vista.begin();
                pop(heap);
                pop(heap);
                pop(heap);
                pop(heap);
                vista.commit();
            });
            program.operation(vista -> {
                PersistentHeap heap = vista.heap("heap");
                vista.begin();
                push(heap, 5000, 9);
                vista.commit();
            });
        }
    },
    /// Transactions that do nothing but free, so that neither a record nor the status word in between is forced.
    FREES_ALONE(true) {
        @Override
        void run(CrashProgram program) {
            List<Long> blocks = new ArrayList<>();
            program.operation(vista -> {
                vista.begin();
                for (int i = 0; i < 5; i++) {
                    blocks.add(vista.heap("heap").malloc(40 + i % 2 * 20));
                }
                vista.commit();
            });
            program.operation(vista -> free(vista, blocks.subList(0, 2)));
            program.operation(vista -> free(vista, blocks.subList(2, 3)));
            program.operation(vista -> free(vista, blocks.subList(3, 5)));
        }
    },
    /// Allocations and frees that are aborted.
    HEAP_ABORT(true) {
        @Override
        void run(CrashProgram program) {
            program.operation(vista -> {
                PersistentHeap heap = vista.heap("heap");
                vista.begin();
                push(heap, 16, 7);
                pop(heap);
                pop(heap);
                push(heap, 5000, 8);
                vista.abort();
            });
            program.operation(vista -> {
                PersistentHeap heap = vista.heap("heap");
                vista.begin();
                push(heap, 16, 7);
                vista.commit();
            });
        }
    },
    /// Blocks that their own transaction frees and whose memory it gives out again: slots in a page with older ones, a
    /// run whose pages become a slab's and then another run's. Committed beside a free that waits, and aborted.
    REUSE(true) {
        @Override
        void run(CrashProgram program) {
            program.operation(vista -> {
                PersistentHeap heap = vista.heap("heap");
                vista.begin();
                push(heap, 5000, 5);
                pop(heap);
                push(heap, 300, 6);
                pop(heap);
                push(heap, 40, 7);
                pop(heap);
                pop(heap);
                push(heap, 5000, 8);
                vista.commit();
            });
            program.operation(vista -> {
                PersistentHeap heap = vista.heap("heap");
                vista.begin();
                push(heap, 40, 9);
                pop(heap);
                pop(heap);
                push(heap, 700, 10);
                vista.abort();
            });
            program.operation(vista -> {
                PersistentHeap heap = vista.heap("heap");
                vista.begin();
                push(heap, 40, 11);
                vista.commit();
            });
        }
    },
    /// Words that are stored at the commit, one of them twice, beside declared ranges; committed, aborted, and followed
    /// by transactions that declare the same words.
    STORES_AT_COMMIT(false) {
        @Override
        void run(CrashProgram program) {
            for (int i = 1; i <= 2; i++) {
                long value = i;
                program.operation(vista -> {
                    vista.begin();
                    storeLater(vista, value);
                    vista.commit();
                });
            }
            program.operation(vista -> {
                vista.begin();
                storeLater(vista, 3);
                vista.abort();
            });
            program.operation(vista -> commit(vista, 4, 100));
        }
    },
    /// One word that is stored at the commit beside one that is changed before, in either order; then a record that
    /// reaches over those of the transaction before. With two such words a transaction, their order would not matter.
    STORES_ONCE(false) {
        @Override
        void run(CrashProgram program) {
            program.operation(vista -> {
                vista.begin();
                vista.segment("a").putLong(32, 1);
                vista.segment("b").storeAtCommit(16, 2);
                vista.commit();
            });
            program.operation(vista -> {
                vista.begin();
                vista.segment("a").storeAtCommit(8, 3);
                vista.segment("b").putInt(100, 4);
                vista.commit();
            });
            program.operation(vista -> {
                vista.begin();
                change(vista, 5, 100);
                vista.segment("b").putLong(16, 5);
                vista.commit();
            });
        }
    },
    /// Segments made one after the other.
    CREATE_SEGMENTS(false) {
        @Override
        void run(CrashProgram program) {
            program.operation(vista -> vista.createSegment("c", 16));
            program.operation(vista -> commit(vista, 1, 8));
            program.operation(vista -> vista.createSegmentWithoutUndo("d", 8));
        }
    };

    private static final long LOG_BYTES = 12 << 10;
    private static final int SEGMENT_BYTES = 192;

    private final boolean onHeap;

    CrashScenario(boolean onHeap) {
        this.onHeap = onHeap;
    }

    /// What is there before the recording starts.
    void setUp(Vista vista) {
        if (onHeap) {
            list(vista);
        } else {
            twoSegments(vista);
        }
    }

    private String inWords(Vista vista) {
        return onHeap ? heapInWords(vista) : bytesOfAll(vista);
    }

    /// The operations.
    abstract void run(CrashProgram program);

    @Override
    public CrashProgram on(StorageKind kind) {
        CrashProgram program = new CrashProgram(kind, LOG_BYTES, this::setUp, this::inWords);
        run(program);
        return program;
    }

    private static void twoSegments(Vista vista) {
        vista.createSegment("a", SEGMENT_BYTES);
        vista.createSegment("b", SEGMENT_BYTES);
        commit(vista, 99, SEGMENT_BYTES);
    }

    /// Changes ranges of these lengths, at places and with bytes that follow from the seed.
    private static void change(Vista vista, long seed, int... lengths) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int length : lengths) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            vista.segment("a").put(random.nextInt(SEGMENT_BYTES - length + 1), bytes);
        }
    }

    private static void commit(Vista vista, long seed, int... lengths) {
        vista.begin();
        change(vista, seed, lengths);
        vista.commit();
    }

    private static void storeLater(Vista vista, long value) {
        VistaMemory a = vista.segment("a");
        VistaMemory b = vista.segment("b");
        a.storeAtCommit(8, -value);
        a.putLong(32, value);
        b.storeAtCommit(16, value);
        a.storeAtCommit(8, value);
        b.putInt(100, (int) value);
    }

    private static void abort(Vista vista, long seed, int... lengths) {
        vista.begin();
        change(vista, seed, lengths);
        vista.abort();
    }

    private static String bytesOfAll(Vista vista) {
        List<String> all = new ArrayList<>();
        for (String name : vista.segmentNames()) {
            byte[] bytes = new byte[(int) vista.segment(name).lengthBytes()];
            vista.segment(name).get(0, bytes);
            all.add(name + "=" + HexFormat.of().formatHex(bytes));
        }
        return all.toString();
    }

    /// A list of four blocks on a heap.
    private static void list(Vista vista) {
        PersistentHeap heap = vista.createHeap("heap", 8 * HeapLayout.PAGE_BYTES);
        vista.begin();
        push(heap, 6000, 1);
        push(heap, 60, 2);
        push(heap, 40, 3);
        push(heap, 40, 4);
        vista.commit();
    }

    /// Puts a block in front of the list: link, length, value.
    private static void push(PersistentHeap heap, long lengthBytes, long value) {
        long block = heap.malloc(lengthBytes);
        heap.memory().setRange(block, 16);
        heap.memory().storeLong(block, heap.root());
        heap.memory().storeLong(block + 8, value);
        heap.root(block);
    }

    /// Puts a block of another length in the place of the list's first.
    private static void replaceFirst(PersistentHeap heap, long lengthBytes, long value) {
        long old = heap.root();
        long block = heap.malloc(lengthBytes);
        heap.memory().setRange(block, 16);
        heap.memory().storeLong(block, heap.memory().getLong(old));
        heap.memory().storeLong(block + 8, value);
        heap.root(block);
        heap.free(old);
    }

    private static void free(Vista vista, List<Long> blocks) {
        vista.begin();
        blocks.forEach(vista.heap("heap")::free);
        vista.commit();
    }

    private static void pop(PersistentHeap heap) {
        long block = heap.root();
        heap.root(heap.memory().getLong(block));
        heap.free(block);
    }

    /// The list, and what the heap says of the blocks in it and of all blocks.
    private static String heapInWords(Vista vista) {
        PersistentHeap heap = vista.heap("heap");
        byte[] bytes = new byte[(int) heap.memory().lengthBytes()];
        heap.memory().get(0, bytes);
        StringBuilder words =
                new StringBuilder("allocated=" + heap.allocatedBytes() + ", bytes' hash=" + Arrays.hashCode(bytes));
        long block = heap.root();
        // A mutant's list may have no end.
        for (int i = 0; i < 8 && block != 0; i++) {
            words.append(", ")
                    .append(block)
                    .append(":")
                    .append(heap.lengthOf(block))
                    .append("=")
                    .append(heap.memory().getLong(block + 8));
            block = heap.memory().getLong(block);
        }
        return words.toString();
    }
}
