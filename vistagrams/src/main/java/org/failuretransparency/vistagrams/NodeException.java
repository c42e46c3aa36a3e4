package org.failuretransparency.vistagrams;

import org.failuretransparency.os.Errno;

/// A node refused something. Each reason is a class of its own; nothing was changed, except where it says so.
public sealed class NodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private NodeException(String message) {
        super(message);
    }

    /// The message is longer than a datagram carries.
    public static final class TooLarge extends NodeException {
        private static final long serialVersionUID = 1L;

        TooLarge(long lengthBytes) {
            super("message is too large: lengthBytes=" + lengthBytes + ", most=" + Node.MAX_MESSAGE_BYTES);
        }
    }

    /// A table or the room for messages is full. A request that could not be received comes again; committing the
    /// transaction carries out what its client has acknowledged with it, an abort does not.
    public static final class Full extends NodeException {
        private static final long serialVersionUID = 1L;

        Full(String node, String option, long limit) {
            super("no room: node=" + node + ", option " + option + "=" + limit
                    + "; unacknowledged messages take it, also those of peers that are gone (dropPeer, dropClient)");
        }
    }

    /// The id is none of a request of this node that waits for its response.
    public static final class UnknownRequest extends NodeException {
        private static final long serialVersionUID = 1L;

        UnknownRequest(String node, String what, long number) {
            super("no such request: node=" + node + ", " + what + "=" + Long.toHexString(number)
                    + ", expected one that is not answered");
        }
    }

    /// The response to a request was asked for in the transaction that sends the request: the send waits for the
    /// commit, so that the response could never come (§4.3).
    public static final class SameTransaction extends NodeException {
        private static final long serialVersionUID = 1L;

        SameTransaction(String node, long id) {
            super("request is sent at the commit: node=" + node + ", id=" + Long.toHexString(id)
                    + ", expected=commit() before receiveResponse");
        }
    }

    /// The request was answered in this transaction or before.
    public static final class AnsweredAlready extends NodeException {
        private static final long serialVersionUID = 1L;

        AnsweredAlready(String node, long ticket) {
            super("request is answered already: node=" + node + ", ticket=" + Long.toHexString(ticket));
        }
    }

    /// The server knows the request's id with another content, or as one that was answered and acknowledged long ago:
    /// this node's segment was put back to an older state. The request is given up, if this transaction commits.
    public static final class Refused extends NodeException {
        private static final long serialVersionUID = 1L;
        private final long id;

        Refused(String node, long id, String peer) {
            super("request was refused, its id was used before: node=" + node + ", id=" + Long.toHexString(id) + ", by="
                    + peer + "; this node's segment was probably put back to an older state");
            this.id = id;
        }

        /// The request.
        public long id() {
            return id;
        }
    }

    /// The peer was dropped.
    public static final class Dropped extends NodeException {
        private static final long serialVersionUID = 1L;

        Dropped(String node, Peer peer) {
            super("peer was dropped: node=" + node + ", peer=" + peer.address());
        }
    }

    /// This node has sent so many requests to the peer that the numbers of 40 bits are used up. Another node can go on.
    public static final class NumbersUsedUp extends NodeException {
        private static final long serialVersionUID = 1L;

        NumbersUsedUp(String node, Peer peer) {
            super("request numbers are used up: node=" + node + ", peer=" + peer.address() + ", limit="
                    + WireLayout.COUNTER_MASK);
        }
    }

    /// A port is taken, or a socket cannot be made.
    public static final class Socket extends NodeException {
        private static final long serialVersionUID = 1L;

        Socket(String call, String address, int errno) {
            super("socket: call=" + call + ", address=" + address + ", errno=" + Errno.nameOf(errno));
        }
    }

    /// A field of the segment is not what was written there.
    public static final class Corrupt extends NodeException {
        private static final long serialVersionUID = 1L;

        Corrupt(String segment, String field, long offset, long expected, long found) {
            super("corrupt: segment=" + segment + ", field=" + field + ", offset=" + offset + ", expected="
                    + Long.toHexString(expected) + ", found=" + Long.toHexString(found));
        }

        Corrupt(String segment, String what, long offset) {
            super("corrupt: segment=" + segment + ", offset=" + offset + ", " + what);
        }
    }

    /// The segment was written by a version of this library that uses another format.
    public static final class UnsupportedVersion extends NodeException {
        private static final long serialVersionUID = 1L;

        UnsupportedVersion(String segment, int expected, int found) {
            super("unsupported version: segment=" + segment + ", expected=" + expected + ", found=" + found);
        }
    }
}
