package org.failuretransparency.vistagrams;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How a node is made and run. The limits and the address are kept in the node's segment when it is made, and those of
/// an existing node stand; the times and the trace are those of this opening.
///
/// @param address where to receive
/// @param requests the most requests of this node that are not answered, 1 to 2^24
/// @param responses the most requests of others that are unanswered or whose answers are not acknowledged, 1 to 2^24;
///     as many as all clients together have outstanding: with fewer, requests wait for room, and can do so for ever,
///     since an answer keeps its place while an earlier request of the same client waits
/// @param peers the most peers that requests are sent to, 1 to 2^20
/// @param clients the most clients that requests come from, 1 to 2^20
/// @param messageBytes the room for outgoing messages until they are acknowledged, 64 KiB to 1 GiB; a message takes the
///     next power of two, 64 bytes at least
/// @param parkedBytes the room in volatile memory for what arrives before it is asked for, 64 KiB to 1 GiB; what does
///     not fit is dropped and comes again
/// @param retransmitNanos how long a request goes unanswered before it is sent again; the time doubles each time.
///     Longer than the server takes for all that is outstanding: what is sent again in vain is dropped, and costs its
///     datagram
/// @param retransmitMaxNanos what it doubles up to
/// @param idleAckNanos how long nothing is sent to a server before what it may forget is acknowledged on its own
/// @param trace where to write the node's events, if anywhere
public record NodeOptions(
        NodeAddress address,
        int requests,
        int responses,
        int peers,
        int clients,
        long messageBytes,
        long parkedBytes,
        long retransmitNanos,
        long retransmitMaxNanos,
        long idleAckNanos,
        Optional<TraceFile> trace) {

    private static final int MAX_ENTRIES = 1 << 24;
    private static final int MAX_PEERS = 1 << 20;
    private static final long MAX_BYTES = 1L << 30;
    private static final long MIN_NANOS = 1_000_000;
    private static final long MAX_NANOS = 3_600_000_000_000L;

    /// A trace of one process's events, for the checker of `theory`; it goes on over crashes.
    ///
    /// @param file of this process alone
    /// @param processes the names of all processes of the computation
    /// @param self this one's place among them
    public record TraceFile(Path file, List<String> processes, int self) {
        public TraceFile {
            processes = List.copyOf(processes);
        }
    }

    public NodeOptions {
        require("requests", requests, 1, MAX_ENTRIES);
        require("responses", responses, 1, MAX_ENTRIES);
        require("peers", peers, 1, MAX_PEERS);
        require("clients", clients, 1, MAX_PEERS);
        require("messageBytes", messageBytes, Buffers.BLOCK_BYTES, MAX_BYTES);
        require("parkedBytes", parkedBytes, Buffers.BLOCK_BYTES, MAX_BYTES);
        require("retransmitNanos", retransmitNanos, MIN_NANOS, MAX_NANOS);
        require("retransmitMaxNanos", retransmitMaxNanos, retransmitNanos, MAX_NANOS);
        require("idleAckNanos", idleAckNanos, MIN_NANOS, MAX_NANOS);
        long lengthBytes = NodeLayout.Areas.of(requests, responses, peers, clients, messageBytes)
                .lengthBytes();
        if (lengthBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "options out of range: segmentBytes=" + lengthBytes + ", allowed=" + Integer.MAX_VALUE);
        }
    }

    private static void require(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "option out of range: " + option + "=" + value + ", allowed=" + least + ".." + most);
        }
    }

    /// Room for 100,000 small messages outstanding: 50 MB of the segment's storage. Requests are sent again after 20
    /// ms, then after up to a second; acknowledgements wait a second for a request.
    public static NodeOptions at(NodeAddress address) {
        return new NodeOptions(
                address,
                1 << 17,
                1 << 17,
                1 << 12,
                1 << 12,
                32L << 20,
                4L << 20,
                20_000_000,
                1_000_000_000,
                1_000_000_000,
                Optional.empty());
    }

    /// Another address.
    public NodeOptions withAddress(NodeAddress other) {
        return new NodeOptions(
                other,
                requests,
                responses,
                peers,
                clients,
                messageBytes,
                parkedBytes,
                retransmitNanos,
                retransmitMaxNanos,
                idleAckNanos,
                trace);
    }

    /// Other limits of the two tables.
    public NodeOptions withTables(int requestLimit, int responseLimit) {
        return new NodeOptions(
                address,
                requestLimit,
                responseLimit,
                peers,
                clients,
                messageBytes,
                parkedBytes,
                retransmitNanos,
                retransmitMaxNanos,
                idleAckNanos,
                trace);
    }

    /// Other limits of who is known.
    public NodeOptions withPeers(int peerLimit, int clientLimit) {
        return new NodeOptions(
                address,
                requests,
                responses,
                peerLimit,
                clientLimit,
                messageBytes,
                parkedBytes,
                retransmitNanos,
                retransmitMaxNanos,
                idleAckNanos,
                trace);
    }

    /// Other room for messages, persistent and volatile.
    public NodeOptions withBytes(long persistentBytes, long volatileBytes) {
        return new NodeOptions(
                address,
                requests,
                responses,
                peers,
                clients,
                persistentBytes,
                volatileBytes,
                retransmitNanos,
                retransmitMaxNanos,
                idleAckNanos,
                trace);
    }

    /// Other times.
    public NodeOptions withNanos(long firstRetransmit, long longestRetransmit, long idleAck) {
        return new NodeOptions(
                address,
                requests,
                responses,
                peers,
                clients,
                messageBytes,
                parkedBytes,
                firstRetransmit,
                longestRetransmit,
                idleAck,
                trace);
    }

    /// With a trace of its events.
    public NodeOptions withTrace(TraceFile file) {
        return new NodeOptions(
                address,
                requests,
                responses,
                peers,
                clients,
                messageBytes,
                parkedBytes,
                retransmitNanos,
                retransmitMaxNanos,
                idleAckNanos,
                Optional.of(file));
    }

    /// The limits and the address that a node was made with.
    NodeOptions made(
            NodeAddress at, int requestLimit, int responseLimit, int peerLimit, int clientLimit, long persistentBytes) {
        return new NodeOptions(
                at,
                requestLimit,
                responseLimit,
                peerLimit,
                clientLimit,
                persistentBytes,
                parkedBytes,
                retransmitNanos,
                retransmitMaxNanos,
                idleAckNanos,
                trace);
    }
}
