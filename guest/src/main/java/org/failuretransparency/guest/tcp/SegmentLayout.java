package org.failuretransparency.guest.tcp;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// A segment: one datagram, little-endian.
/// ```
/// off  len  field            meaning
///   0    4  magic            "FTT1"
///   4    4  checksum         of all other bytes
///   8    4  connection       number that the connecting end chose
///  12    4  flags            bit 0 SYN, 1 ACK, 2 FIN, 3 RST
///  16    8  sequence         of the first byte; SYN comes before it and FIN after it, and count as one each
///  24    8  acknowledgement  the sequence that is expected next
///  32    4  window           bytes that may follow the acknowledgement
///  36    4  length           bytes of data
///  40       data
/// ```
final class SegmentLayout {

    static final int MAGIC = 'F' | 'T' << 8 | 'T' << 16 | '1' << 24;

    static final int SYN = 1;
    static final int ACK = 2;
    static final int FIN = 4;
    static final int RST = 8;

    static final MemoryLayout LAYOUT = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("magic"),
            ValueLayout.JAVA_INT.withName("checksum"),
            ValueLayout.JAVA_INT.withName("connection"),
            ValueLayout.JAVA_INT.withName("flags"),
            ValueLayout.JAVA_LONG.withName("sequence"),
            ValueLayout.JAVA_LONG.withName("acknowledgement"),
            ValueLayout.JAVA_INT.withName("window"),
            ValueLayout.JAVA_INT.withName("length"));

    static final long MAGIC_AT = offsetOf("magic");
    static final long CHECKSUM = offsetOf("checksum");
    static final long CONNECTION = offsetOf("connection");
    static final long FLAGS = offsetOf("flags");
    static final long SEQUENCE = offsetOf("sequence");
    static final long ACKNOWLEDGEMENT = offsetOf("acknowledgement");
    static final long WINDOW = offsetOf("window");
    static final long LENGTH = offsetOf("length");
    static final long DATA = LAYOUT.byteSize();

    /// Data of a segment, so that it fits into an Ethernet frame.
    static final int MAX_DATA_BYTES = 1408;

    static final long MAX_BYTES = DATA + MAX_DATA_BYTES;

    private SegmentLayout() {}

    private static long offsetOf(String field) {
        return LAYOUT.byteOffset(groupElement(field));
    }
}
