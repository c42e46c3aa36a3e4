package org.failuretransparency.workloads.jpeg;

import java.util.Arrays;
import java.util.HexFormat;

/// A Huffman table: codes for bytes, as a file holds it (how many codes there are of each length, then the bytes in the
/// order of their codes), as the encoder wants it, and as the decoder wants it.
///
/// **Source**: ITU-T T.81, annex C and annex F.2.2.3; the tables are K.3 to K.6.
final class HuffmanTable {

    static final int LONGEST = 16;

    static final HuffmanTable LUMA_DC =
            new HuffmanTable("00010501010101010100000000000000", "000102030405060708090a0b");

    static final HuffmanTable CHROMA_DC =
            new HuffmanTable("00030101010101010101010000000000", "000102030405060708090a0b");

    static final HuffmanTable LUMA_AC = new HuffmanTable(
            "0002010303020403050504040000017d",
            "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728"
                    + "292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a83848586878889"
                    + "8a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2"
                    + "e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa");

    static final HuffmanTable CHROMA_AC = new HuffmanTable(
            "00020102040403040705040400010277",
            "000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f11718191a26"
                    + "2728292a35363738393a434445464748494a535455565758595a636465666768696a737475767778797a828384858687"
                    + "88898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9da"
                    + "e2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa");

    private static final int LOOKED_UP = 9;
    private static final int LENGTH_SHIFT = 8;

    private final byte[] counts;
    private final byte[] values;
    /// For each byte its code, and the code's length; 0 if it has none.
    private final int[] codes = new int[256];

    private final int[] lengths = new int[256];
    /// For each beginning of 9 bits the length of the code and its byte; 0 if the code is longer.
    private final short[] lookup = new short[1 << LOOKED_UP];
    /// For each length one more than the largest code, shifted to 16 bits; and what its place in `values` differs by.
    private final int[] limits = new int[LONGEST + 1];

    private final int[] offsets = new int[LONGEST + 1];

    private HuffmanTable(String counts, String values) {
        this.counts = HexFormat.of().parseHex(counts);
        this.values = HexFormat.of().parseHex(values);
        int code = 0;
        int place = 0;
        for (int length = 1; length <= LONGEST; length++) {
            offsets[length] = place - code;
            for (int end = place + count(length); place < end; place++, code++) {
                int value = this.values[place] & 0xFF;
                codes[value] = code;
                lengths[value] = length;
                if (length <= LOOKED_UP) {
                    int first = code << LOOKED_UP - length;
                    short found = (short) (length << LENGTH_SHIFT | value);
                    Arrays.fill(lookup, first, first + (1 << LOOKED_UP - length), found);
                }
            }
            limits[length] = code << LONGEST - length;
            code <<= 1;
        }
    }

    /// Codes of a length, from 1 to 16.
    int count(int length) {
        return counts[length - 1] & 0xFF;
    }

    /// The bytes that have a code, shorter codes first.
    byte[] values() {
        return values.clone();
    }

    int code(int value) {
        return codes[value];
    }

    /// The bits of its code; 0 if it has none.
    int length(int value) {
        return lengths[value];
    }

    /// Finds the code that 16 bits begin with: its length times 256 and its byte, or -1 if there is none.
    int decode(int next16) {
        int found = lookup[next16 >>> LONGEST - LOOKED_UP];
        return found != 0 ? found : decodeLong(next16);
    }

    private int decodeLong(int next16) {
        for (int length = LOOKED_UP + 1; length <= LONGEST; length++) {
            if (next16 < limits[length]) {
                int place = (next16 >>> LONGEST - length) + offsets[length];
                return length << LENGTH_SHIFT | values[place] & 0xFF;
            }
        }
        return -1;
    }
}
