package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random allocations and frees against a map of the blocks there must be. The seed is in the test's name.
class HeapModelTest {

    private static final int OPERATIONS = 20_000;
    private static final AddressSpace SPACE = new AddressSpace(1, 64 << 12, 1);

    private final PlainHeap heap = new PlainHeap(SPACE);
    private final TreeMap<Long, Long> blocks = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void blocksAreAlignedInsideOfTheHeapAndApart(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int full = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            if (blocks.isEmpty() || random.nextInt(100) < 52) {
                full += allocate(random.nextInt(20) == 0 ? random.nextInt(1, 20_000) : random.nextInt(1, 2100)) ? 0 : 1;
            } else {
                List<Long> addresses = new ArrayList<>(blocks.keySet());
                free(addresses.get(random.nextInt(addresses.size())));
            }
        }
        assertThat(full).as("times it was full").isPositive();
        List.copyOf(blocks.keySet()).forEach(this::free);
        assertThat(heap.malloc(SPACE.heapBytes())).as("the whole heap again").isEqualTo(SPACE.heapStart());
    }

    private boolean allocate(long lengthBytes) {
        long address = heap.malloc(lengthBytes);
        if (address == 0) {
            return false;
        }
        assertThat(address % 16).isZero();
        assertThat(address).isGreaterThanOrEqualTo(SPACE.heapStart());
        assertThat(address + lengthBytes).isLessThanOrEqualTo(SPACE.stackStart());
        Map.Entry<Long, Long> before = blocks.lowerEntry(address + lengthBytes);
        if (before != null) {
            assertThat(before.getKey() + before.getValue()).isLessThanOrEqualTo(address);
        }
        blocks.put(address, lengthBytes);
        return true;
    }

    private void free(long address) {
        heap.free(address);
        blocks.remove(address);
    }

    @Test
    void refusesToFreeWhatIsNotAllocated() {
        long block = heap.malloc(100);
        heap.free(block);
        for (long address : new long[] {0, block, block + 8, SPACE.heapStart() - 16, SPACE.stackStart(), -16}) {
            assertThatThrownBy(() -> heap.free(address))
                    .isInstanceOf(GuestException.NotAllocated.class)
                    .hasMessage("pointer is not an allocated block: pointer=" + address);
        }
        assertThatThrownBy(() -> heap.malloc(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasNoRoomInAnEmptyHeap() {
        assertThat(new PlainHeap(new AddressSpace(1, 0, 1)).malloc(1)).isZero();
        assertThat(heap.malloc(SPACE.heapBytes() + 1)).isZero();
    }
}
