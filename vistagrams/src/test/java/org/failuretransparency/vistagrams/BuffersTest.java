package org.failuretransparency.vistagrams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Buffers against a map of what is taken.
class BuffersTest {

    @Test
    void aBufferHasTheNextPowerOfTwo() {
        assertThat(Buffers.shiftFor(0)).isEqualTo(6);
        assertThat(Buffers.shiftFor(64)).isEqualTo(6);
        assertThat(Buffers.shiftFor(65)).isEqualTo(7);
        assertThat(Buffers.shiftFor(32_769)).isEqualTo(16);
        assertThat(Buffers.shiftFor(65_536)).isEqualTo(16);
    }

    @Test
    void whatIsGivenBackCanHaveAnotherLength() {
        Buffers buffers = new Buffers(2 * Buffers.BLOCK_BYTES);
        List<Long> small = new ArrayList<>();
        for (int i = 0; i < 2048; i++) {
            small.add(buffers.take(8));
        }
        assertThat(buffers.take(8)).isEqualTo(-1);
        assertThat(buffers.take(60_000)).isEqualTo(-1);
        small.forEach(buffers::release);
        assertThat(buffers.takenBytes()).isZero();
        assertThat(buffers.freeBlocks()).isEqualTo(2);
        assertThat(buffers.take(60_000)).isNotNegative();
        assertThat(buffers.take(60_000)).isNotNegative();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noTwoBuffersShareAByteAndNoneIsLost(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long lengthBytes = 8 * Buffers.BLOCK_BYTES;
        Buffers buffers = new Buffers(lengthBytes);
        TreeMap<Long, Long> taken = new TreeMap<>();
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(100) < (step / 2000 % 2 == 0 ? 60 : 40)) {
                long length = random.nextInt(4) == 0 ? random.nextLong(65_537) : random.nextLong(300);
                long offset = buffers.take(length);
                if (offset >= 0) {
                    requireApart(taken, offset, 1L << Buffers.shiftFor(length));
                    taken.put(offset, length);
                }
            } else if (!taken.isEmpty()) {
                Long offset = taken.floorKey(random.nextLong(lengthBytes));
                offset = offset == null ? taken.firstKey() : offset;
                taken.remove(offset);
                buffers.release(offset);
            }
            if (step % 1000 == 0) {
                buffers = rebuilt(taken, buffers, lengthBytes);
            }
        }
        taken.keySet().forEach(buffers::release);
        assertThat(buffers.takenBytes()).isZero();
        assertThat(buffers.freeBlocks()).isEqualTo(8);
    }

    private static void requireApart(NavigableMap<Long, Long> taken, long offset, long length) {
        Map.Entry<Long, Long> before = taken.lowerEntry(offset + length);
        assertThat(before == null || before.getKey() + (1L << Buffers.shiftFor(before.getValue())) <= offset)
                .as("offset=%d, length=%d, before=%s", offset, length, before)
                .isTrue();
    }

    /// The state as a node builds it that is opened.
    private static Buffers rebuilt(Map<Long, Long> taken, Buffers before, long lengthBytes) {
        Buffers buffers = new Buffers(lengthBytes);
        taken.forEach((offset, length) -> {
            assertThat(buffers.fits(offset, length)).isTrue();
            assertThat(buffers.isTaken(offset)).isFalse();
            buffers.take(offset, length);
            assertThat(buffers.isTaken(offset)).isTrue();
        });
        buffers.settle();
        assertThat(buffers.takenBytes()).isEqualTo(before.takenBytes());
        assertThat(buffers.freeBlocks()).isEqualTo(before.freeBlocks());
        return buffers;
    }
}
