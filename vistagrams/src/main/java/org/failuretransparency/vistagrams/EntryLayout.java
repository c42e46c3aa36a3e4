package org.failuretransparency.vistagrams;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;

/// An entry of the request table, or of the response table. Little-endian.
/// ```
/// off  len  field         meaning
///   0    8  state         bits 32..63: how often the entry was used; bits 0..31: see below
///   8    4  next          the next entry of the chain, plus 1; 0 = none
///  12    4  owner         of a request the peer's record, of a response the client's
///  16    8  id            the request's
///  24    8  client        node id of the client
///  32    8  replyAddress  of a response: where the request came from
///  40    4  buffer        the outgoing message's place in 64-byte units, plus 1; 0 = none
///  44    4  messageBytes  of the outgoing message
///  48    4  messageCheck  CRC-32C of the outgoing message
///  52    4  requestCheck  of a response: CRC-32C of the request
///  56    4  requestBytes  of a response: bytes of the request
///  60    4  process       of a response: the client's number in a trace; -1 = none
/// ```
/// States: 0 free; of a request 1 its transaction has not committed, 2 sent; of a response 3 the request is received,
/// 4 answered, 5 acknowledged, kept to know the request again. 2, 4 and 5 come at commits alone, and go so: what is in
/// one of these states is committed. 1 and 3 come before and say nothing; an entry that an abort gave back is in 0 or
/// 1.
///
/// An entry is in use if a chain leads to it, a buffer if such an entry names it. Nothing else is written when they
/// are taken or given back.
final class EntryLayout {

    static final int FREE = 0;
    static final int UNSENT = 1;
    static final int SENT = 2;
    static final int RECEIVED = 3;
    static final int ANSWERED = 4;
    static final int ACKNOWLEDGED = 5;

    static final MemoryLayout ENTRY = MemoryLayout.structLayout(
            NodeLayout.LONG.withName("state"),
            NodeLayout.INT.withName("next"),
            NodeLayout.INT.withName("owner"),
            NodeLayout.LONG.withName("id"),
            NodeLayout.LONG.withName("client"),
            NodeLayout.LONG.withName("replyAddress"),
            NodeLayout.INT.withName("buffer"),
            NodeLayout.INT.withName("messageBytes"),
            NodeLayout.INT.withName("messageCheck"),
            NodeLayout.INT.withName("requestCheck"),
            NodeLayout.INT.withName("requestBytes"),
            NodeLayout.INT.withName("process"));

    static final long STATE = offsetOf("state");
    static final long NEXT = offsetOf("next");
    static final long OWNER = offsetOf("owner");
    static final long ID = offsetOf("id");
    static final long CLIENT = offsetOf("client");
    static final long REPLY_ADDRESS = offsetOf("replyAddress");
    static final long BUFFER = offsetOf("buffer");
    static final long MESSAGE_BYTES = offsetOf("messageBytes");
    static final long MESSAGE_CHECK = offsetOf("messageCheck");
    static final long REQUEST_CHECK = offsetOf("requestCheck");
    static final long REQUEST_BYTES = offsetOf("requestBytes");
    static final long PROCESS = offsetOf("process");
    static final int SHIFT = 6;
    static final long ENTRY_BYTES = 1L << SHIFT;

    private EntryLayout() {}

    private static long offsetOf(String field) {
        return ENTRY.byteOffset(groupElement(field));
    }

    static int stateOf(long word) {
        return (int) word;
    }

    /// The same use of the entry in another state.
    static long withState(long word, int state) {
        return word & -1L << Integer.SIZE | state;
    }

    /// The next use of the entry.
    static long nextUse(long word, int state) {
        return (word & -1L << Integer.SIZE) + (1L << Integer.SIZE) | state;
    }

    /// A number for this use of the entry: what [Request#ticket()] returns.
    static long ticket(long word, int slot) {
        return word & -1L << Integer.SIZE | slot;
    }

    static int slotOf(long ticket) {
        return (int) ticket;
    }

    static boolean isUse(long ticket, long word) {
        return (ticket ^ word) >>> Integer.SIZE == 0;
    }
}
