package org.failuretransparency.guest.tcp;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// A connection's control block. Sequence numbers count bytes and have 64 bits, so that they never wrap around. Byte
/// number `s` of a stream lies in its buffer at `s` modulo the buffer's length; the send buffer is also the
/// retransmission queue.
/// ```
/// off  len  field         meaning
///   0    4  state         0 free, 1 SYN sent, 2 SYN received, 3 established, 4 TIME-WAIT, 5 closed, 6 failed
///   4    4  id            number that the connecting end chose
///   8    8  peer          first word of the other end's sockaddr_in
///  16    8  endpoint      address of its endpoint
///  24    4  flags         what there is to do, and what was done
///  28    4  error         number of the error, if it failed
///  32    8  unconfirmed   first sequence that is not acknowledged
///  40    8  next          first sequence that is not sent
///  48    8  written       end of what the program wrote
///  56    8  edge          end of what the other end has room for
///  64    8  recover       end of what was sent when a loss was found
///  72    4  duplicates    acknowledgements that said nothing new
///  76    4  attempts      retransmissions without an answer
///  80    8  deadline      microseconds of the clock when the timer runs out; 0: not set
///  88    8  timeout       microseconds that the timer is set to
///  96    8  consumed      first sequence that the program has not read
/// 104    8  expected      first sequence that has not come
/// 112    8  finish        sequence of the other end's FIN; -1 until it comes
/// 120    8  advertised    end of what the other end was told there is room for
/// 128    8  buffer        of the program's call: where its bytes are
/// 136    8  left          of the program's call: how many
/// 144  128  early         start and end of up to 8 ranges that came early; start 0: none
/// ```
/// The send buffer and then the receive buffer follow.
final class ConnectionLayout {

    static final int FREE = 0;
    static final int SYN_SENT = 1;
    static final int SYN_RECEIVED = 2;
    static final int ESTABLISHED = 3;
    static final int TIME_WAIT = 4;
    static final int CLOSED = 5;
    static final int FAILED = 6;

    /// Flags: an acknowledgement is due; what is unconfirmed has to be sent again; the program has the connection; it
    /// has written all it will; that was after the other end's FIN; the program has closed it.
    static final int ACK_DUE = 1;

    static final int REPEAT = 2;
    static final int ACCEPTED = 4;
    static final int FINISHED = 8;
    static final int PASSIVE = 16;
    static final int RELEASED = 32;

    static final int EARLY_RANGES = 8;
    static final long RANGE_BYTES = 16;

    static final MemoryLayout LAYOUT = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("state"),
            ValueLayout.JAVA_INT.withName("id"),
            ValueLayout.JAVA_LONG.withName("peer"),
            ValueLayout.JAVA_LONG.withName("endpoint"),
            ValueLayout.JAVA_INT.withName("flags"),
            ValueLayout.JAVA_INT.withName("error"),
            ValueLayout.JAVA_LONG.withName("unconfirmed"),
            ValueLayout.JAVA_LONG.withName("next"),
            ValueLayout.JAVA_LONG.withName("written"),
            ValueLayout.JAVA_LONG.withName("edge"),
            ValueLayout.JAVA_LONG.withName("recover"),
            ValueLayout.JAVA_INT.withName("duplicates"),
            ValueLayout.JAVA_INT.withName("attempts"),
            ValueLayout.JAVA_LONG.withName("deadline"),
            ValueLayout.JAVA_LONG.withName("timeout"),
            ValueLayout.JAVA_LONG.withName("consumed"),
            ValueLayout.JAVA_LONG.withName("expected"),
            ValueLayout.JAVA_LONG.withName("finish"),
            ValueLayout.JAVA_LONG.withName("advertised"),
            ValueLayout.JAVA_LONG.withName("buffer"),
            ValueLayout.JAVA_LONG.withName("left"),
            MemoryLayout.sequenceLayout(2 * EARLY_RANGES, ValueLayout.JAVA_LONG).withName("early"));

    static final long STATE = offsetOf("state");
    static final long ID = offsetOf("id");
    static final long PEER = offsetOf("peer");
    static final long ENDPOINT = offsetOf("endpoint");
    static final long FLAGS = offsetOf("flags");
    static final long ERROR = offsetOf("error");
    static final long UNCONFIRMED = offsetOf("unconfirmed");
    static final long NEXT = offsetOf("next");
    static final long WRITTEN = offsetOf("written");
    static final long EDGE = offsetOf("edge");
    static final long RECOVER = offsetOf("recover");
    static final long DUPLICATES = offsetOf("duplicates");
    static final long ATTEMPTS = offsetOf("attempts");
    static final long DEADLINE = offsetOf("deadline");
    static final long TIMEOUT = offsetOf("timeout");
    static final long CONSUMED = offsetOf("consumed");
    static final long EXPECTED = offsetOf("expected");
    static final long FINISH = offsetOf("finish");
    static final long ADVERTISED = offsetOf("advertised");
    static final long BUFFER = offsetOf("buffer");
    static final long LEFT = offsetOf("left");
    static final long EARLY = offsetOf("early");
    static final long BYTES = LAYOUT.byteSize();

    private ConnectionLayout() {}

    private static long offsetOf(String field) {
        return LAYOUT.byteOffset(groupElement(field));
    }
}
