package org.failuretransparency.vistagrams;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// The segment of a node: its header, then areas whose lengths follow from the header's limits. Little-endian.
/// ```
/// off  len  field           meaning
///   0    8  magic           "VISTAGRM"
///   8    4  version         1
///  12    4  headerCheck     CRC-32C of bytes 16..79
///  16    8  nodeId          drawn when the segment was made; not 0
///  24    4  requests        entries of the request table
///  28    4  responses       entries of the response table
///  32    4  peers           records of peers
///  36    4  clients         records of clients
///  40    8  messageBytes    of the buffers of outgoing messages
///  48    8  lengthBytes     of the whole segment
///  56    4  ipv4            what the node binds
///  60    4  reserved        0
///  64    8  port            of messages
///  72    8  retransmitPort  of retransmitted requests
/// 4096      records of peers, 64 bytes each
///           records of clients, 64 bytes each
///           heads of the request table's chains, 4 bytes each: an entry plus 1, or 0; a power of two of them
///           heads of the response table's chains
///           entries of the request table, 64 bytes each
///           entries of the response table
///           buffers, in blocks of 64 KiB, each cut into buffers of one power of two from 64 bytes on
/// ```
/// Every area starts at a multiple of 64 bytes. The table of requests and that of responses are one structure
/// ([EntryTable]); which blocks are cut how, and what is free, is found from their entries when the node is opened.
final class NodeLayout {

    static final int VERSION = 1;
    static final long MAGIC_VALUE = 0x4D52_4741_5453_4956L;
    static final long AREAS = 4096;
    static final int BUFFER_UNIT_SHIFT = 6;

    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final MemoryLayout HEADER = MemoryLayout.structLayout(
            LONG.withName("magic"),
            INT.withName("version"),
            INT.withName("headerCheck"),
            LONG.withName("nodeId"),
            INT.withName("requests"),
            INT.withName("responses"),
            INT.withName("peers"),
            INT.withName("clients"),
            LONG.withName("messageBytes"),
            LONG.withName("lengthBytes"),
            INT.withName("ipv4"),
            INT.withName("reserved"),
            LONG.withName("port"),
            LONG.withName("retransmitPort"));

    static final int HEADER_BYTES = (int) HEADER.byteSize();

    private NodeLayout() {}

    static long offsetOf(String field) {
        return HEADER.byteOffset(groupElement(field));
    }

    /// Where the areas are.
    record Areas(
            long peers,
            long clients,
            long requestHeads,
            long responseHeads,
            long requestEntries,
            long responseEntries,
            long buffers,
            long lengthBytes) {

        static Areas of(int requests, int responses, int peers, int clients, long messageBytes) {
            long clientsAt = AREAS + peers * PeerLayout.RECORD_BYTES;
            long requestHeads = clientsAt + clients * PeerLayout.RECORD_BYTES;
            long responseHeads = aligned(requestHeads + heads(requests) * Integer.BYTES);
            long requestEntries = aligned(responseHeads + heads(responses) * Integer.BYTES);
            long responseEntries = requestEntries + requests * EntryLayout.ENTRY_BYTES;
            long buffers = responseEntries + responses * EntryLayout.ENTRY_BYTES;
            long bufferBytes = messageBytes / Buffers.BLOCK_BYTES * Buffers.BLOCK_BYTES;
            return new Areas(
                    AREAS,
                    clientsAt,
                    requestHeads,
                    responseHeads,
                    requestEntries,
                    responseEntries,
                    buffers,
                    buffers + bufferBytes);
        }

        private static long aligned(long offset) {
            return offset + 63 & -64;
        }
    }

    /// How many chains a table of so many entries has.
    static long heads(int entries) {
        return Long.highestOneBit(Math.max(1, 2L * entries - 1));
    }

    static Areas areas(NodeOptions options) {
        return Areas.of(
                options.requests(), options.responses(), options.peers(), options.clients(), options.messageBytes());
    }

    /// The header of a new node.
    static byte[] newHeader(NodeOptions options, NodeAddress bound, long nodeId) {
        MemorySegment header = MemorySegment.ofArray(new long[HEADER_BYTES / Long.BYTES]);
        header.set(LONG, offsetOf("magic"), MAGIC_VALUE);
        header.set(INT, offsetOf("version"), VERSION);
        header.set(LONG, offsetOf("nodeId"), nodeId);
        header.set(INT, offsetOf("requests"), options.requests());
        header.set(INT, offsetOf("responses"), options.responses());
        header.set(INT, offsetOf("peers"), options.peers());
        header.set(INT, offsetOf("clients"), options.clients());
        header.set(LONG, offsetOf("messageBytes"), options.messageBytes());
        header.set(LONG, offsetOf("lengthBytes"), areas(options).lengthBytes());
        header.set(INT, offsetOf("ipv4"), bound.ipv4());
        header.set(LONG, offsetOf("port"), bound.port());
        header.set(LONG, offsetOf("retransmitPort"), bound.retransmitPort());
        byte[] bytes = header.toArray(ValueLayout.JAVA_BYTE);
        header.set(INT, offsetOf("headerCheck"), headerCheck(bytes));
        return header.toArray(ValueLayout.JAVA_BYTE);
    }

    static int headerCheck(byte[] header) {
        CRC32C crc = new CRC32C();
        int from = (int) offsetOf("nodeId");
        crc.update(header, from, HEADER_BYTES - from);
        return (int) crc.getValue();
    }

    /// The options that an existing node was made with, with the times and the trace of `now`; refuses a header that
    /// this version does not read.
    static NodeOptions read(String segment, byte[] bytes, long segmentBytes, NodeOptions now) {
        MemorySegment header = MemorySegment.ofArray(new long[HEADER_BYTES / Long.BYTES]);
        MemorySegment.copy(bytes, 0, header, ValueLayout.JAVA_BYTE, 0, HEADER_BYTES);
        long magic = header.get(LONG, offsetOf("magic"));
        if (magic != MAGIC_VALUE) {
            throw new NodeException.Corrupt(segment, "magic", offsetOf("magic"), MAGIC_VALUE, magic);
        }
        int version = header.get(INT, offsetOf("version"));
        if (version != VERSION) {
            throw new NodeException.UnsupportedVersion(segment, VERSION, version);
        }
        int check = header.get(INT, offsetOf("headerCheck"));
        if (check != headerCheck(bytes)) {
            throw new NodeException.Corrupt(segment, "headerCheck", offsetOf("headerCheck"), headerCheck(bytes), check);
        }
        long lengthBytes = header.get(LONG, offsetOf("lengthBytes"));
        if (lengthBytes != segmentBytes) {
            throw new NodeException.Corrupt(segment, "lengthBytes", offsetOf("lengthBytes"), segmentBytes, lengthBytes);
        }
        return now.made(
                new NodeAddress(header.get(INT, offsetOf("ipv4")), (int) header.get(LONG, offsetOf("port")), (int)
                        header.get(LONG, offsetOf("retransmitPort"))),
                header.get(INT, offsetOf("requests")),
                header.get(INT, offsetOf("responses")),
                header.get(INT, offsetOf("peers")),
                header.get(INT, offsetOf("clients")),
                header.get(LONG, offsetOf("messageBytes")));
    }
}
