package org.failuretransparency.vistagrams;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;

/// What a node knows of a peer that it sends requests to, and of a client whose requests it receives. Little-endian.
///
/// A peer, 64 bytes:
/// ```
/// off  len  field           meaning
///   0    8  state           0 never used, 1 in use, 2 dropped; stored last, it makes the record valid
///   8    8  address         the first 8 bytes of the socket address for messages
///  16    8  retransmit      the same for retransmitted requests
///  24    8  nextCounter     of the next request to it; goes on when the record is used again
///  32    4  process         its number in a trace; -1 = none
/// ```
/// A client, 64 bytes:
/// ```
/// off  len  field           meaning
///   0    8  state           as above
///   8    8  address         where its first request came from
///  16    8  client          its node id
///  24    8  floor           all requests of the pair with lower counters are acknowledged
///  32    4  pair            the client's number for this node: upper bits of its request ids
/// ```
/// Records are made outside of transactions, each by its state word: one that nothing refers to does no harm.
final class PeerLayout {

    static final long NEVER_USED = 0;
    static final long IN_USE = 1;
    static final long DROPPED = 2;

    static final MemoryLayout PEER = MemoryLayout.structLayout(
            NodeLayout.LONG.withName("state"),
            NodeLayout.LONG.withName("address"),
            NodeLayout.LONG.withName("retransmit"),
            NodeLayout.LONG.withName("nextCounter"),
            NodeLayout.INT.withName("process"),
            MemoryLayout.paddingLayout(28));

    static final MemoryLayout CLIENT_RECORD = MemoryLayout.structLayout(
            NodeLayout.LONG.withName("state"),
            NodeLayout.LONG.withName("address"),
            NodeLayout.LONG.withName("client"),
            NodeLayout.LONG.withName("floor"),
            NodeLayout.INT.withName("pair"),
            MemoryLayout.paddingLayout(28));

    static final long STATE = offsetOf(PEER, "state");
    static final long ADDRESS = offsetOf(PEER, "address");
    static final long RETRANSMIT = offsetOf(PEER, "retransmit");
    static final long NEXT_COUNTER = offsetOf(PEER, "nextCounter");
    static final long PROCESS = offsetOf(PEER, "process");

    static final long CLIENT = offsetOf(CLIENT_RECORD, "client");
    static final long FLOOR = offsetOf(CLIENT_RECORD, "floor");
    static final long PAIR = offsetOf(CLIENT_RECORD, "pair");

    static final long RECORD_BYTES = PEER.byteSize();

    private PeerLayout() {}

    private static long offsetOf(MemoryLayout record, String field) {
        return record.byteOffset(groupElement(field));
    }
}
