package org.failuretransparency.vistagrams;

import static org.failuretransparency.rio.Stores.STORES;

import java.util.UUID;
import org.failuretransparency.rio.RawMemory;

/// What a node's segment holds, opened and checked: everything of a node but its sockets and its thread.
///
/// @param isNew nothing was there, and the header is still to be written
record NodeTables(
        boolean isNew, long nodeId, NodeOptions options, Messages messages, ClientSide client, ServerSide server) {

    /// Reads the segment, and changes nothing. Refuses what no node wrote.
    static NodeTables open(NodeMemory memory, NodeOptions given, Counters counters, NodeTrace trace) {
        byte[] header = new byte[NodeLayout.HEADER_BYTES];
        RawMemory.get(memory.base, header, 0, header.length);
        boolean isNew = isZero(header);
        NodeOptions options = isNew ? given : NodeLayout.read(memory.name, header, memory.lengthBytes, given);
        NodeLayout.Areas areas = NodeLayout.areas(options);
        if (areas.lengthBytes() != memory.lengthBytes) {
            throw new NodeException.Corrupt(
                    memory.name,
                    "lengthBytes",
                    NodeLayout.offsetOf("lengthBytes"),
                    areas.lengthBytes(),
                    memory.lengthBytes);
        }
        long nodeId =
                isNew ? UUID.randomUUID().getLeastSignificantBits() : memory.getLong(NodeLayout.offsetOf("nodeId"));
        Messages messages = new Messages(memory, areas);
        ClientSide client = new ClientSide(memory, areas, options, nodeId, messages, counters, trace);
        ServerSide server = new ServerSide(memory, areas, options, messages, counters, trace);
        client.open();
        server.open();
        messages.buffers.settle();
        if (isNew && client.peerCount() + client.table.count() + server.table.count() > 0) {
            throw new NodeException.Corrupt(memory.name, "magic", 0, NodeLayout.MAGIC_VALUE, 0);
        }
        return new NodeTables(isNew, nodeId, options, messages, client, server);
    }

    /// Writes the header of a new node, in a transaction, so that it is there whole or not at all.
    void make(NodeMemory memory, NodeAddress bound) {
        byte[] header = NodeLayout.newHeader(options, bound, nodeId);
        memory.alone(() -> {
            memory.declare(0, NodeLayout.HEADER_BYTES);
            STORES.put(memory.address(0), header, 0, NodeLayout.HEADER_BYTES);
        });
    }

    private static boolean isZero(byte[] header) {
        for (byte each : header) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }
}
