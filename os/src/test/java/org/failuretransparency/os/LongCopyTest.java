package org.failuretransparency.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongCopyTest {

    private static final long BLOCK = LongCopy.BLOCK_BYTES;
    private static final int GUARD = 64;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 3 * BLOCK + 7})
    void copiesTheRangeAndNothingBesideIt(long lengthBytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment source = arena.allocate(lengthBytes + 2 * GUARD);
            for (long at = 0; at < source.byteSize(); at++) {
                source.set(ValueLayout.JAVA_BYTE, at, (byte) (at * 31 + at / 251));
            }
            MemorySegment target = arena.allocate(lengthBytes + 2 * GUARD);
            MemorySegment expected = arena.allocate(lengthBytes + 2 * GUARD);
            MemorySegment.copy(source, 3, expected, GUARD, lengthBytes);

            LongCopy.copy(source.address() + 3, target.address() + GUARD, lengthBytes);

            assertThat(target.mismatch(expected)).isEqualTo(-1);
        }
    }
}
