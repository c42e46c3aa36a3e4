package org.failuretransparency.vistagrams;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.failuretransparency.rio.RawMemory;

/// The clients of a node: their records in the segment, and what is known of them besides while the process lives. A
/// client that sends to several nodes has a number for each, so that a record is of a pair of nodes.
final class ClientRecords {

    private final NodeMemory memory;
    private final NodeLayout.Areas areas;
    private final Counters counters;
    final int limit;

    private final PairIndex index;
    /// By record: no request with this counter or a higher one was received.
    final long[] unseen;
    /// By record: the highest floor heard of.
    final long[] floorsHeard;
    /// Which record an address belongs to.
    private final Map<Long, Integer> byAddress = new HashMap<>();

    private final LongList free = new LongList();

    ClientRecords(NodeMemory memory, NodeLayout.Areas areas, int limit, Counters counters) {
        this.memory = memory;
        this.areas = areas;
        this.counters = counters;
        this.limit = limit;
        this.index = new PairIndex(limit);
        this.unseen = new long[limit];
        this.floorsHeard = new long[limit];
    }

    /// Rebuilds what is volatile from the segment, which is only read.
    void open() {
        for (int record = limit - 1; record >= 0; record--) {
            long at = at(record);
            long state = memory.getLong(at + PeerLayout.STATE);
            if (state < PeerLayout.NEVER_USED || state > PeerLayout.DROPPED) {
                throw new NodeException.Corrupt(memory.name, "client state", at, PeerLayout.IN_USE, state);
            }
            if (state == PeerLayout.IN_USE) {
                remember(record);
            } else {
                free.add(record);
            }
        }
    }

    private void remember(int record) {
        long at = at(record);
        index.add(memory.getLong(at + PeerLayout.CLIENT), memory.getInt(at + PeerLayout.PAIR), record);
        byAddress.put(memory.getLong(at + PeerLayout.ADDRESS), record);
        floorsHeard[record] = memory.getLong(at + PeerLayout.FLOOR);
        unseen[record] = floorsHeard[record];
    }

    /// Offset of a record.
    long at(int record) {
        return areas.clients() + record * PeerLayout.RECORD_BYTES;
    }

    /// The record of the client that a request of that id comes from, or [PairIndex#NONE].
    int find(long client, long id) {
        return index.find(client, WireLayout.pairOf(id));
    }

    /// All requests with lower counters are acknowledged.
    long floor(int record) {
        return memory.getLong(at(record) + PeerLayout.FLOOR);
    }

    /// Makes the record of the client that a request comes from, which is there at once, whatever becomes of the
    /// transaction.
    int add(long datagram, long source) {
        if (free.count() == 0) {
            throw new NodeException.Full(memory.name, "clients", limit);
        }
        long client = RawMemory.getLong(datagram + WireLayout.CLIENT);
        int record = (int) free.removeLast();
        Integer before = byAddress.get(source);
        if (before != null && clientOf(before) != client) {
            counters.count(Counter.CLIENTS_REPLACED);
        }
        long at = at(record);
        memory.storeLong(at + PeerLayout.ADDRESS, source);
        memory.storeLong(at + PeerLayout.CLIENT, client);
        memory.storeLong(at + PeerLayout.FLOOR, RawMemory.getLong(datagram + WireLayout.FLOOR));
        memory.storeInt(at + PeerLayout.PAIR, WireLayout.pairOf(RawMemory.getLong(datagram + WireLayout.ID)));
        memory.publish(at + PeerLayout.STATE, PeerLayout.IN_USE);
        memory.force(at, PeerLayout.RECORD_BYTES);
        remember(record);
        return record;
    }

    private boolean isInUse(int record) {
        return memory.getLong(at(record) + PeerLayout.STATE) == PeerLayout.IN_USE;
    }

    private long clientOf(int record) {
        return memory.getLong(at(record) + PeerLayout.CLIENT);
    }

    /// Forgets a client of whose entries none are left.
    void forget(long client) {
        index.clear();
        byAddress.clear();
        free.clear();
        for (int record = limit - 1; record >= 0; record--) {
            long at = at(record);
            if (isInUse(record) && clientOf(record) == client) {
                memory.publish(at + PeerLayout.STATE, PeerLayout.DROPPED);
                memory.force(at, PeerLayout.RECORD_BYTES);
            }
            if (isInUse(record)) {
                long highest = unseen[record];
                long heard = floorsHeard[record];
                remember(record);
                unseen[record] = highest;
                floorsHeard[record] = heard;
            } else {
                free.add(record);
            }
        }
    }

    /// Clients that another one has replaced at the same address: they lost their memory, or are gone.
    List<Long> replaced() {
        List<Long> nodes = new ArrayList<>();
        for (int record = 0; record < limit; record++) {
            Integer owner = byAddress.get(memory.getLong(at(record) + PeerLayout.ADDRESS));
            long client = clientOf(record);
            if (isInUse(record) && owner != null && clientOf(owner) != client && !nodes.contains(client)) {
                nodes.add(client);
            }
        }
        return nodes;
    }
}
