package org.failuretransparency.vistagrams;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A datagram: this header, then the message. Little-endian.
/// ```
/// off  len  field          meaning
///   0    4  magic          "VGRM"
///   4    4  headerCheck    CRC-32C of bytes 8..95
///   8    1  version        1
///   9    1  type           1 request, 2 response, 3 ack, 4 acked, 5 refused
///  10    1  flags          bit 0: sent again; bit 1: forwarded from the retransmit port
///  11    1  ackCount       how many of `acks` hold something
///  12    4  messageBytes   of the message behind the header
///  16    4  messageCheck   CRC-32C of the message
///  20    4  traceProcess   the sender's number in a trace; -1 = none
///  24    4  traceIndex     of the SEND event in that trace; -1 = none
///  28    4  reserved       0
///  32    8  client         node id of the client of this request and response
///  40    8  id             the request's; in an ack and acked the pair alone, its counter 0
///  48    8  floor          of requests, ack, acked: responses to all lower counters of the pair are received for good
///  56    8  sender         node id of who sent this datagram first
///  64    8  replyAddress   of forwarded requests: where the request came from; else 0
///  72   24  acks           ids of the pair whose responses are received for good, though not all before them are
/// ```
/// A request id is unique for its client: the pair of client and server in its upper 24 bits, a counter in its lower
/// 40. With the client's node id it is unique in the world. The response and the refusal repeat both.
final class WireLayout {

    static final int VERSION = 1;
    static final int MAGIC_VALUE = 0x4D52_4756;

    static final int TYPE_REQUEST = 1;
    static final int TYPE_RESPONSE = 2;
    static final int TYPE_ACK = 3;
    static final int TYPE_ACKED = 4;
    static final int TYPE_REFUSED = 5;

    static final int FLAG_AGAIN = 1;
    static final int FLAG_FORWARDED = 2;

    static final int ACKS = 3;

    /// The longest message that a UDP datagram carries over IPv4.
    static final int MAX_DATAGRAM_BYTES = 65_507;

    static final int COUNTER_BITS = 40;
    static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final MemoryLayout HEADER = MemoryLayout.structLayout(
            INT.withName("magic"),
            INT.withName("headerCheck"),
            ValueLayout.JAVA_BYTE.withName("version"),
            ValueLayout.JAVA_BYTE.withName("type"),
            ValueLayout.JAVA_BYTE.withName("flags"),
            ValueLayout.JAVA_BYTE.withName("ackCount"),
            INT.withName("messageBytes"),
            INT.withName("messageCheck"),
            INT.withName("traceProcess"),
            INT.withName("traceIndex"),
            INT.withName("reserved"),
            LONG.withName("client"),
            LONG.withName("id"),
            LONG.withName("floor"),
            LONG.withName("sender"),
            LONG.withName("replyAddress"),
            MemoryLayout.sequenceLayout(ACKS, LONG).withName("acks"));

    static final int MAGIC = offsetOf("magic");
    static final int HEADER_CHECK = offsetOf("headerCheck");
    /// Version, type, flags and ackCount as one word.
    static final int KIND = offsetOf("version");
    static final int CHECKED = KIND;
    static final int MESSAGE_BYTES = offsetOf("messageBytes");
    static final int MESSAGE_CHECK = offsetOf("messageCheck");
    static final int TRACE_PROCESS = offsetOf("traceProcess");
    static final int TRACE_INDEX = offsetOf("traceIndex");
    static final int RESERVED = offsetOf("reserved");
    static final int CLIENT = offsetOf("client");
    static final int ID = offsetOf("id");
    static final int FLOOR = offsetOf("floor");
    static final int SENDER = offsetOf("sender");
    static final int REPLY_ADDRESS = offsetOf("replyAddress");
    static final int ACK = offsetOf("acks");
    static final int HEADER_BYTES = (int) HEADER.byteSize();

    private WireLayout() {}

    private static int offsetOf(String field) {
        return (int) HEADER.byteOffset(groupElement(field));
    }

    static int kind(int type, int flags, int ackCount) {
        return VERSION | type << 8 | flags << 16 | ackCount << 24;
    }

    static int versionOf(int kind) {
        return kind & 0xFF;
    }

    static int typeOf(int kind) {
        return kind >>> 8 & 0xFF;
    }

    static int flagsOf(int kind) {
        return kind >>> 16 & 0xFF;
    }

    static int ackCountOf(int kind) {
        return kind >>> 24;
    }

    static long id(int pair, long counter) {
        return (long) pair << COUNTER_BITS | counter;
    }

    static int pairOf(long id) {
        return (int) (id >>> COUNTER_BITS);
    }

    static long counterOf(long id) {
        return id & COUNTER_MASK;
    }
}
