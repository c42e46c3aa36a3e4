package org.failuretransparency.workloads.jpeg;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// What the program has in its data area, one page. Everything else of a picture is in blocks of the heap.
/// ```
/// off   len  field         meaning
///    0    8  source        block: the picture, 3 bytes a pixel
///    8    8  luma          block: plane of the picture, a byte a sample
///   16    8  blue          block: chroma plane
///   24    8  red           block: chroma plane
///   32    8  coefficients  block: quantised, an int16 each, in the order of Geometry
///   40    8  decodedLuma   block: planes as decoded
///   48    8  decodedBlue   block
///   56    8  decodedRed    block
///   64    8  decoded       block: the picture as decoded
///   72    8  file          block: the compressed file
///   80    8  fileBytes     written so far
///   88    8  fileRoom      the block's length
///   96    8  bits          entropy coder: bits that are not in the file yet, or were taken from it and not used
///  104    4  bitCount      how many
///  108   12  predictors    entropy coder: the last DC coefficient of each component
///  120    8  position      of the next byte that the decoder takes
///  128    8  checksum      of the file and of the decoded picture
///  136    8  squaredError  of the decoded picture, over all bytes
///  144    8  largestError  of one byte
///  152    8  totalBytes    of all files
///  160    8  total         checksum of the checksums
///  168  512  tables        quantisation: for luma, then for chroma, 64 ints in zig-zag order
///  680    8  outputBytes   in the buffer
///  688  256  output        what is being written
/// ```
final class StateLayout {

    static final MemoryLayout STATE = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("source"),
            ValueLayout.JAVA_LONG.withName("luma"),
            ValueLayout.JAVA_LONG.withName("blue"),
            ValueLayout.JAVA_LONG.withName("red"),
            ValueLayout.JAVA_LONG.withName("coefficients"),
            ValueLayout.JAVA_LONG.withName("decodedLuma"),
            ValueLayout.JAVA_LONG.withName("decodedBlue"),
            ValueLayout.JAVA_LONG.withName("decodedRed"),
            ValueLayout.JAVA_LONG.withName("decoded"),
            ValueLayout.JAVA_LONG.withName("file"),
            ValueLayout.JAVA_LONG.withName("fileBytes"),
            ValueLayout.JAVA_LONG.withName("fileRoom"),
            ValueLayout.JAVA_LONG.withName("bits"),
            ValueLayout.JAVA_INT.withName("bitCount"),
            MemoryLayout.sequenceLayout(3, ValueLayout.JAVA_INT).withName("predictors"),
            ValueLayout.JAVA_LONG.withName("position"),
            ValueLayout.JAVA_LONG.withName("checksum"),
            ValueLayout.JAVA_LONG.withName("squaredError"),
            ValueLayout.JAVA_LONG.withName("largestError"),
            ValueLayout.JAVA_LONG.withName("totalBytes"),
            ValueLayout.JAVA_LONG.withName("total"),
            MemoryLayout.sequenceLayout(128, ValueLayout.JAVA_INT).withName("tables"),
            ValueLayout.JAVA_LONG.withName("outputBytes"),
            MemoryLayout.sequenceLayout(256, ValueLayout.JAVA_BYTE).withName("output"));

    static final long SOURCE = offsetOf("source");
    static final long LUMA = offsetOf("luma");
    static final long BLUE = offsetOf("blue");
    static final long RED = offsetOf("red");
    static final long COEFFICIENTS = offsetOf("coefficients");
    static final long DECODED_LUMA = offsetOf("decodedLuma");
    static final long DECODED_BLUE = offsetOf("decodedBlue");
    static final long DECODED_RED = offsetOf("decodedRed");
    static final long DECODED = offsetOf("decoded");
    static final long FILE = offsetOf("file");
    static final long FILE_BYTES = offsetOf("fileBytes");
    static final long FILE_ROOM = offsetOf("fileRoom");
    static final long BITS = offsetOf("bits");
    static final long BIT_COUNT = offsetOf("bitCount");
    static final long PREDICTORS = offsetOf("predictors");
    static final long POSITION = offsetOf("position");
    static final long CHECKSUM = offsetOf("checksum");
    static final long SQUARED_ERROR = offsetOf("squaredError");
    static final long LARGEST_ERROR = offsetOf("largestError");
    static final long TOTAL_BYTES = offsetOf("totalBytes");
    static final long TOTAL = offsetOf("total");
    static final long TABLES = offsetOf("tables");
    static final long OUTPUT_BYTES = offsetOf("outputBytes");
    static final long OUTPUT = offsetOf("output");

    private StateLayout() {}

    private static long offsetOf(String field) {
        return STATE.byteOffset(groupElement(field));
    }
}
