package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random allocations, frees, aborts and reopenings against a map from pointers to what the blocks must hold.
///
/// To run a failed seed again: `mvn test -pl vista -am -Dtest=HeapModelTest -Dheap.seed=SEED`.
class HeapModelTest {

    private static final String SEED_PROPERTY = "heap.seed";
    private static final int PAGES = 64;

    @TempDir
    private Path directory;

    static LongStream seeds() {
        Long asked = Long.getLong(SEED_PROPERTY);
        return asked != null ? LongStream.of(asked) : LongStream.of(1, 2, 3, System.nanoTime() & 0xFFFF_FFFFL);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void behavesAsAMap(long seed) {
        run(seed, 400);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("seeds")
    void behavesAsAMapForLong(long seed) {
        run(seed, 20_000);
    }

    private void run(long seed, int transactions) {
        try (Run run = new Run(Storage.of(StorageKind.RIO, directory), new SplittableRandom(seed))) {
            for (int i = 0; i < transactions; i++) {
                run.transaction();
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("heap model failed: run again with=-D" + SEED_PROPERTY + "=" + seed, e);
        }
    }

    /// A block as it must be: how long, and the word that all of it repeats.
    private record Block(long lengthBytes, long pattern) {}

    private static final class Run implements AutoCloseable {

        private final Storage storage;
        private final SplittableRandom random;
        private Vista vista;
        private PersistentHeap heap;
        private Map<Long, Block> blocks = new TreeMap<>();

        Run(Storage storage, SplittableRandom random) {
            this.storage = storage;
            this.random = random;
            this.vista = Vista.create(storage, "model", VistaOptions.defaults());
            this.heap = vista.createHeap("heap", PAGES * HeapLayout.PAGE_BYTES);
        }

        void transaction() {
            Map<Long, Block> after = new TreeMap<>(blocks);
            // Those that were there before: they must not be given out again. Others must be, as soon as all else is
            // full.
            Set<Long> freed = new HashSet<>();
            vista.begin();
            for (int calls = random.nextInt(random.nextInt(6) == 0 ? 80 : 12); calls > 0; calls--) {
                List<Long> pointers = new ArrayList<>(after.keySet());
                if (!pointers.isEmpty() && random.nextInt(100) < 45) {
                    long pointer = pointers.get(random.nextInt(pointers.size()));
                    heap.free(pointer);
                    after.remove(pointer);
                    if (blocks.containsKey(pointer)) {
                        freed.add(pointer);
                    }
                } else {
                    allocate(after, freed);
                }
            }
            requireBoundedLog(freed.size());
            int end = random.nextInt(20);
            if (end == 0) {
                reopen();
            } else if (end < 6) {
                vista.abort();
            } else {
                vista.commit();
                blocks = after;
            }
            check();
        }

        /// Each line of metadata is logged once, and a free that waits names one more.
        private void requireBoundedLog(int waitingFrees) {
            Map<Long, Integer> lines = new HashMap<>();
            vista.forEachDeclared((segment, offset, lengthBytes) -> {
                if (segment != heap.memory()) {
                    assertThat(lengthBytes).isEqualTo(HeapLayout.DESCRIPTOR_BYTES);
                    lines.merge(offset, 1, Integer::sum);
                }
            });
            int named = lines.values().stream().mapToInt(Integer::intValue).sum();
            assertThat(named - lines.size()).isLessThanOrEqualTo(waitingFrees);
        }

        private void allocate(Map<Long, Block> after, Set<Long> freed) {
            long lengthBytes =
                    random.nextInt(8) == 0 ? random.nextInt(1, 5 * HeapLayout.PAGE_BYTES) : random.nextInt(1, 2049);
            try {
                long pointer = heap.malloc(lengthBytes);
                assertThat(after).doesNotContainKey(pointer);
                assertThat(freed).doesNotContain(pointer);
                Block block = new Block(heap.lengthOf(pointer), random.nextLong());
                assertThat(block.lengthBytes()).isGreaterThanOrEqualTo(lengthBytes);
                heap.memory().setRange(pointer, block.lengthBytes());
                for (long at = 0; at < block.lengthBytes(); at += Long.BYTES) {
                    heap.memory().storeLong(pointer + at, block.pattern());
                }
                after.put(pointer, block);
            } catch (VistaException.HeapFull e) {
                assertThat(heap.allocatedBytes() + lengthBytes)
                        .as("heap that refuses lengthBytes=%s", lengthBytes)
                        .isGreaterThan((long) PAGES * HeapLayout.PAGE_BYTES / 8);
            }
        }

        private void reopen() {
            vista.close();
            vista = Vista.open(storage, "model");
            heap = vista.heap("heap");
        }

        /// Every block is there with its bytes, none overlaps the next, and there is no other.
        private void check() {
            long allocated = 0;
            long lastEnd = HeapLayout.PAGE_BYTES;
            for (Map.Entry<Long, Block> entry : blocks.entrySet()) {
                long pointer = entry.getKey();
                Block block = entry.getValue();
                assertThat(pointer).isGreaterThanOrEqualTo(lastEnd);
                assertThat(heap.lengthOf(pointer)).isEqualTo(block.lengthBytes());
                for (long at = 0; at < block.lengthBytes(); at += Long.BYTES) {
                    if (heap.memory().getLong(pointer + at) != block.pattern()) {
                        throw new AssertionError("block changed: pointer=" + pointer + ", at=" + at);
                    }
                }
                allocated += block.lengthBytes();
                lastEnd = pointer + block.lengthBytes();
            }
            assertThat(heap.allocatedBytes()).isEqualTo(allocated);
        }

        @Override
        public void close() {
            vista.close();
        }
    }
}
