package org.failuretransparency.rio;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The bare stores and loads do to memory what they say, at any alignment.
class StoresTest {

    @Test
    void areTheBareOnesInProduction() {
        assertThat(Stores.STORES.getClass()).isEqualTo(Stores.class);
    }

    @Test
    void changeMemoryAsAByteArrayChanges() {
        long seed = 1;
        SplittableRandom random = new SplittableRandom(seed);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(256, 8);
            MemorySegment model = MemorySegment.ofArray(new byte[256]);
            long base = memory.address();
            for (int step = 0; step < 10_000; step++) {
                int at = random.nextInt(128);
                int length = random.nextInt(100);
                long value = random.nextLong();
                switch (random.nextInt(7)) {
                    case 0 -> {
                        Stores.STORES.putByte(base + at, (byte) value);
                        model.set(ValueLayout.JAVA_BYTE, at, (byte) value);
                    }
                    case 1 -> {
                        Stores.STORES.putInt(base + at, (int) value);
                        model.set(ValueLayout.JAVA_INT_UNALIGNED, at, (int) value);
                    }
                    case 2 -> {
                        Stores.STORES.putLong(base + at, value);
                        model.set(ValueLayout.JAVA_LONG_UNALIGNED, at, value);
                    }
                    case 3 -> {
                        Stores.STORES.publish(base + (at & -8), value);
                        Stores.STORES.fence();
                        model.set(ValueLayout.JAVA_LONG_UNALIGNED, at & -8, value);
                    }
                    case 4 -> {
                        Stores.STORES.fill(base + at, length, (byte) value);
                        model.asSlice(at, length).fill((byte) value);
                    }
                    case 5 -> {
                        int from = random.nextInt(128);
                        Stores.STORES.copy(base + from, base + at, length);
                        MemorySegment.copy(model, from, model, at, length);
                    }
                    default -> {
                        byte[] bytes = new byte[length + 3];
                        random.nextBytes(bytes);
                        Stores.STORES.put(base + at, bytes, 2, length);
                        MemorySegment.copy(bytes, 2, model, ValueLayout.JAVA_BYTE, at, length);
                    }
                }
                assertThat(memory.mismatch(model))
                        .as("seed=%d, step=%d", seed, step)
                        .isEqualTo(-1);
                assertThat(RawMemory.getLong(base + at)).isEqualTo(model.get(ValueLayout.JAVA_LONG_UNALIGNED, at));
                assertThat(RawMemory.getInt(base + at)).isEqualTo(model.get(ValueLayout.JAVA_INT_UNALIGNED, at));
                assertThat(RawMemory.getByte(base + at)).isEqualTo(model.get(ValueLayout.JAVA_BYTE, at));
                byte[] loaded = new byte[length + 2];
                RawMemory.get(base + at, loaded, 1, length);
                assertThat(MemorySegment.ofArray(loaded).asSlice(1, length).mismatch(model.asSlice(at, length)))
                        .isEqualTo(-1);
            }
        }
    }

    /// The longest copies take another way, but for those whose ranges overlap.
    @Test
    void copiesLongRangesThatOverlapOrDoNot() {
        long length = 3L << 16;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(2 * length + 8, 8);
            MemorySegment model = MemorySegment.ofArray(new byte[(int) memory.byteSize()]);
            for (long distance : new long[] {8, length - 1, length, length + 1}) {
                for (boolean up : new boolean[] {true, false}) {
                    for (long at = 0; at < memory.byteSize(); at += 8) {
                        memory.set(ValueLayout.JAVA_LONG, at, ~at);
                    }
                    model.copyFrom(memory);
                    long from = up ? 0 : distance;
                    long to = up ? distance : 0;
                    Stores.STORES.copy(memory.address() + from, memory.address() + to, length);
                    MemorySegment.copy(model, from, model, to, length);
                    assertThat(memory.mismatch(model))
                            .as("distance=%d, up=%b", distance, up)
                            .isEqualTo(-1);
                }
            }
        }
    }
}
