package org.failuretransparency.workloads.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.PlainMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Huffman tables, and coding there and back, a few blocks a step.
class EntropyTest {

    private static final int FILE = 4096;
    private static final int FILE_BYTES = 1 << 20;

    private static HuffmanTable table(String name) {
        return switch (name) {
            case "luma DC" -> HuffmanTable.LUMA_DC;
            case "luma AC" -> HuffmanTable.LUMA_AC;
            case "chroma DC" -> HuffmanTable.CHROMA_DC;
            default -> HuffmanTable.CHROMA_AC;
        };
    }

    /// Of T.81, tables K.3 to K.6.
    @ParameterizedTest
    @CsvSource({
        "luma DC, 00, 00",
        "luma DC, 05, 110",
        "luma DC, 0b, 111111110",
        "chroma DC, 00, 00",
        "chroma DC, 0b, 11111111110",
        "luma AC, 00, 1010",
        "luma AC, 01, 00",
        "luma AC, 0a, 1111111110000011",
        "luma AC, 81, 111111000",
        "luma AC, 82, 111111111000000",
        "luma AC, f0, 11111111001",
        "luma AC, fa, 1111111111111110",
        "chroma AC, 00, 00",
        "chroma AC, 01, 01",
        "chroma AC, 0a, 111111110100",
        "chroma AC, 52, 1111111001",
        "chroma AC, e1, 11111111100000",
        "chroma AC, f0, 1111111010",
        "chroma AC, fa, 1111111111111110",
    })
    void codesAreThoseOfTheStandard(String table, String value, String code) {
        int symbol = Integer.parseInt(value, 16);
        assertThat(table(table).length(symbol)).isEqualTo(code.length());
        assertThat(table(table).code(symbol)).isEqualTo(Integer.parseInt(code, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"luma DC", "luma AC", "chroma DC", "chroma AC"})
    void decodesEachOfItsCodesWhateverFollows(String name) {
        HuffmanTable table = table(name);
        int codes = 0;
        for (int symbol = 0; symbol < 256; symbol++) {
            int length = table.length(symbol);
            if (length > 0) {
                int first = table.code(symbol) << 16 - length;
                int last = first + (1 << 16 - length) - 1;
                assertThat(table.decode(first)).isEqualTo(length << 8 | symbol);
                assertThat(table.decode(last)).isEqualTo(length << 8 | symbol);
                codes++;
            }
        }
        assertThat(codes).isEqualTo(name.endsWith("DC") ? 12 : 162);
        assertThat(table.decode(0xFFFF)).isEqualTo(-1); // no code is all ones
    }

    /// Random coefficients, of which a part is zero.
    private static short[] coefficients(long seed, int blocks, double zeros) {
        SplittableRandom random = new SplittableRandom(seed);
        short[] coefficients = new short[blocks * 64];
        for (int at = 0; at < coefficients.length; at++) {
            int limit = 1 << random.nextInt(1, 11);
            coefficients[at] = random.nextDouble() < zeros ? 0 : (short) random.nextInt(-limit + 1, limit);
        }
        return coefficients;
    }

    /// A memory in which they are a file, coded seven blocks in each step.
    private static Memory code(Arena arena, short[] coefficients) {
        Memory memory = new PlainMemory(new AddressSpace(FILE + FILE_BYTES, 0, 4096), arena);
        int blocks = coefficients.length / 64;
        EntropyEncoder encoder = new EntropyEncoder(7);
        int bytes = 0;
        for (int block = 0; block < blocks; block += 7) {
            encoder.load(memory);
            for (int next = block; next < Math.min(block + 7, blocks); next++) {
                encoder.encode(coefficients, next * 64, next % 3, dc(next), ac(next));
            }
            if (block + 7 >= blocks) {
                encoder.finish();
            }
            encoder.store(memory);
            memory.put(FILE + bytes, encoder.buffer(), 0, encoder.length());
            bytes += encoder.length();
        }
        memory.fill(StateLayout.BITS, StateLayout.CHECKSUM - StateLayout.BITS, (byte) 0);
        memory.putByte(FILE + bytes, (byte) 0xFF);
        memory.putByte(FILE + bytes + 1, (byte) 0xD9);
        memory.putLong(StateLayout.FILE, FILE);
        memory.putLong(StateLayout.FILE_BYTES, bytes + 2);
        return memory;
    }

    private static HuffmanTable dc(int block) {
        return block % 3 == 0 ? HuffmanTable.LUMA_DC : HuffmanTable.CHROMA_DC;
    }

    private static HuffmanTable ac(int block) {
        return block % 3 == 0 ? HuffmanTable.LUMA_AC : HuffmanTable.CHROMA_AC;
    }

    @ParameterizedTest
    @CsvSource({"1, 500, 0", "2, 500, 0.5", "3, 2000, 0.95", "4, 2000, 0.995", "5, 1, 0.5", "6, 2000, 1"})
    void whatIsCodedIsDecoded(long seed, int blocks, double zeros) {
        try (Arena arena = Arena.ofConfined()) {
            short[] coefficients = coefficients(seed, blocks, zeros);
            Memory memory = code(arena, coefficients);
            short[] decoded = new short[coefficients.length];
            Arrays.fill(decoded, (short) 77);
            for (int block = 0; block < blocks; block++) {
                EntropyDecoder decoder = new EntropyDecoder();
                decoder.load(memory);
                assertThat(decoder.decode(memory, decoded, block * 64, block % 3, dc(block), ac(block)))
                        .isTrue();
                decoder.store(memory);
            }
            assertThat(decoded).isEqualTo(coefficients);
        }
    }

    @Test
    void nothingIsDecodedOutOfOnes() {
        try (Arena arena = Arena.ofConfined()) {
            Memory memory = code(arena, coefficients(1, 1, 0.5));
            memory.fill(FILE, 16, (byte) 0xFF);
            for (int at = 1; at < 16; at += 2) {
                memory.putByte(FILE + at, (byte) 0);
            }
            memory.putLong(StateLayout.FILE_BYTES, 16);
            EntropyDecoder decoder = new EntropyDecoder();
            decoder.load(memory);
            assertThat(decoder.decode(memory, new short[64], 0, 0, dc(0), ac(0)))
                    .isFalse();
        }
    }

    @Test
    void runsThatLeaveTheBlockAreRefused() {
        try (Arena arena = Arena.ofConfined()) {
            Memory memory = code(arena, coefficients(1, 1, 0.5));
            // DC 00 (no difference), then 16 zeros five times: 11111111001.
            String bits = "00" + "11111111001".repeat(5) + "1111111";
            int bytes = 0;
            for (int at = 0; at < 64; at += 8) {
                byte value = (byte) Integer.parseInt(bits.substring(at, at + 8), 2);
                memory.putByte(FILE + bytes++, value);
                if (value == -1) {
                    memory.putByte(FILE + bytes++, (byte) 0);
                }
            }
            memory.putLong(StateLayout.FILE_BYTES, bytes);
            EntropyDecoder decoder = new EntropyDecoder();
            decoder.load(memory);
            assertThat(decoder.decode(memory, new short[64], 0, 0, dc(0), ac(0)))
                    .isFalse();
        }
    }
}
