package org.failuretransparency.guest.tcp;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// An endpoint in the program's memory: its socket, the datagram that goes out and the one that came in. Its
/// connections ([ConnectionLayout]) follow.
/// ```
/// off   len  field       meaning
///    0    4  descriptor  of its socket
///    4    4  listening   1: others may connect
///    8    8  now         microseconds of the clock, when it was last read
///   16   16  timeval     where the clock is read to
///   32   16  local       sockaddr_in of the socket
///   48   16  from        sockaddr_in of the segment that came in
///   64   16  to          sockaddr_in of the segment that goes out
///   80    8  pollfd      of the socket
///   88    8  connects    connections that were begun here
///   96    8  dropped     datagrams that were no segments, or were damaged, or belonged to nothing
///  104    8  repeated    segments that were sent again
///  112 1448  out         the segment that goes out
/// 1560 1464  in          the segment that came in, with room to see that it was too long
/// ```
final class EndpointLayout {

    private static final MemoryLayout SOCKADDR = MemoryLayout.sequenceLayout(2, ValueLayout.JAVA_LONG);

    static final MemoryLayout LAYOUT = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("descriptor"),
            ValueLayout.JAVA_INT.withName("listening"),
            ValueLayout.JAVA_LONG.withName("now"),
            SOCKADDR.withName("timeval"),
            SOCKADDR.withName("local"),
            SOCKADDR.withName("from"),
            SOCKADDR.withName("to"),
            ValueLayout.JAVA_LONG.withName("pollfd"),
            ValueLayout.JAVA_LONG.withName("connects"),
            ValueLayout.JAVA_LONG.withName("dropped"),
            ValueLayout.JAVA_LONG.withName("repeated"),
            MemoryLayout.sequenceLayout(SegmentLayout.MAX_BYTES, ValueLayout.JAVA_BYTE)
                    .withName("out"),
            MemoryLayout.sequenceLayout(SegmentLayout.MAX_BYTES + 16, ValueLayout.JAVA_BYTE)
                    .withName("in"));

    static final long DESCRIPTOR = offsetOf("descriptor");
    static final long LISTENING = offsetOf("listening");
    static final long NOW = offsetOf("now");
    static final long TIMEVAL = offsetOf("timeval");
    static final long LOCAL = offsetOf("local");
    static final long FROM = offsetOf("from");
    static final long TO = offsetOf("to");
    static final long POLLFD = offsetOf("pollfd");
    static final long CONNECTS = offsetOf("connects");
    static final long DROPPED = offsetOf("dropped");
    static final long REPEATED = offsetOf("repeated");
    static final long OUT = offsetOf("out");
    static final long IN = offsetOf("in");
    static final long BYTES = LAYOUT.byteSize();

    private EndpointLayout() {}

    private static long offsetOf(String field) {
        return LAYOUT.byteOffset(groupElement(field));
    }
}
