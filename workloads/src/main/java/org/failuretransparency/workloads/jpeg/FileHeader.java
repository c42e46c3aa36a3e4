package org.failuretransparency.workloads.jpeg;

import java.io.ByteArrayOutputStream;

/// What is in front of the entropy-coded data of a file, which makes it one that every program can show: a JFIF header,
/// the quantisation and Huffman tables, and one scan of all three components.
///
/// **Source**: ITU-T T.81, annex B; ITU-T T.871.
final class FileHeader {

    /// The marker at the end of the file.
    static final int END_OF_IMAGE = 0xFFD9;

    private static final int START_OF_IMAGE = 0xFFD8;
    private static final int APPLICATION = 0xFFE0;
    private static final int QUANTISATION = 0xFFDB;
    private static final int FRAME = 0xFFC0;
    private static final int HUFFMAN = 0xFFC4;
    private static final int SCAN = 0xFFDA;
    private static final int SAMPLE_BITS = 8;
    private static final int AC = 0x10;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private FileHeader() {}

    /// The header of a file, given the quantisation tables of luma and chroma in zig-zag order. Its length is always
    /// the same.
    static byte[] of(Geometry geometry, int[] tables) {
        FileHeader header = new FileHeader();
        header.word(START_OF_IMAGE);
        header.segment(APPLICATION, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);
        for (int table = 0; table < 2; table++) {
            header.quantisation(table, tables);
        }
        header.segment(
                FRAME,
                SAMPLE_BITS,
                geometry.height() >>> 8,
                geometry.height() & 0xFF,
                geometry.width() >>> 8,
                geometry.width() & 0xFF,
                Geometry.CHANNELS,
                1,
                0x22,
                0,
                2,
                0x11,
                1,
                3,
                0x11,
                1);
        header.huffman(0, HuffmanTable.LUMA_DC);
        header.huffman(AC, HuffmanTable.LUMA_AC);
        header.huffman(1, HuffmanTable.CHROMA_DC);
        header.huffman(AC | 1, HuffmanTable.CHROMA_AC);
        header.segment(SCAN, Geometry.CHANNELS, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0);
        return header.out.toByteArray();
    }

    private void segment(int marker, int... bytes) {
        word(marker);
        word(2 + bytes.length);
        for (int value : bytes) {
            out.write(value);
        }
    }

    private void quantisation(int table, int[] tables) {
        word(QUANTISATION);
        word(3 + Geometry.BLOCK_SAMPLES);
        out.write(table);
        for (int index = 0; index < Geometry.BLOCK_SAMPLES; index++) {
            out.write(tables[table * Geometry.BLOCK_SAMPLES + index]);
        }
    }

    private void huffman(int destination, HuffmanTable table) {
        byte[] values = table.values();
        word(HUFFMAN);
        word(3 + HuffmanTable.LONGEST + values.length);
        out.write(destination);
        for (int length = 1; length <= HuffmanTable.LONGEST; length++) {
            out.write(table.count(length));
        }
        out.writeBytes(values);
    }

    private void word(int value) {
        out.write(value >>> 8);
        out.write(value);
    }
}
