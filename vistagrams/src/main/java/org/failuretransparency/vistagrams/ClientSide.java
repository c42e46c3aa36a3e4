package org.failuretransparency.vistagrams;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.failuretransparency.rio.RawMemory;

/// A node as a client: its peers, the request table, and what of it the current transaction touched.
///
/// A request goes *free → unsent → sent → free*. A send fills a free entry, links it, and leaves its becoming `sent` to
/// the commit; a received response unlinks it, and leaves its becoming `free` to the commit. So another thread, which
/// reads the state words alone, sees what is committed.
///
/// To each peer requests are numbered without gaps. The *floor* of a peer is the lowest number that is not answered: it
/// goes along in every request and lets the server forget all below. Of responses out of order, up to three are
/// acknowledged one by one with the next request, so that the server gives their messages back; more wait for the
/// floor.
final class ClientSide {

    static final VarHandle FLOORS = MethodHandles.arrayElementVarHandle(long[].class);

    private final NodeMemory memory;
    private final NodeLayout.Areas areas;
    private final Messages messages;
    private final Counters counters;
    private final NodeTrace trace;
    final EntryTable table;
    private final long nodeId;
    private final int peerLimit;

    private final Map<NodeAddress, Peer> byAddress = new HashMap<>();
    private final Peer[] peers;
    private int peerCount;
    /// By peer. Written by the application's thread, read by both.
    final long[] floors;
    /// By peer, three each: answered requests above the floor that are to be acknowledged with the next request.
    private final long[] acks;

    private final byte[] ackCounts;
    /// By entry: the parked response, plus 1.
    final int[] parkedOf;
    /// By entry: the SEND event of this life of the process; nothing without a trace.
    final int[] sendEvents;

    /// By entry: the transaction that sent it; transactions are counted from 1.
    private final long[] sentIn;

    private long transaction = 1;
    /// Of the current transaction: entries sent, entries answered, ids answered.
    private final LongList sends = new LongList();

    private final LongList retired = new LongList();
    private final LongList answered = new LongList();

    ClientSide(
            NodeMemory memory,
            NodeLayout.Areas areas,
            NodeOptions options,
            long nodeId,
            Messages messages,
            Counters counters,
            NodeTrace trace) {
        this.memory = memory;
        this.areas = areas;
        this.messages = messages;
        this.counters = counters;
        this.trace = trace;
        this.nodeId = nodeId;
        this.table = new EntryTable(memory, areas.requestHeads(), areas.requestEntries(), options.requests());
        this.peerLimit = options.peers();
        this.peers = new Peer[peerLimit];
        this.floors = new long[peerLimit];
        this.acks = new long[peerLimit * WireLayout.ACKS];
        this.ackCounts = new byte[peerLimit];
        this.sentIn = new long[options.requests()];
        this.parkedOf = new int[options.requests()];
        this.sendEvents = new int[trace.isOn() ? options.requests() : 0];
    }

    /// Rebuilds what is volatile from the segment, which is only read.
    void open() {
        for (int index = 0; index < peerLimit; index++) {
            long record = record(index);
            long state = memory.getLong(record + PeerLayout.STATE);
            if (state < PeerLayout.NEVER_USED || state > PeerLayout.DROPPED) {
                throw new NodeException.Corrupt(memory.name, "peer state", record, PeerLayout.IN_USE, state);
            }
            if (state != PeerLayout.NEVER_USED) {
                peerCount = index + 1;
            }
            if (state == PeerLayout.IN_USE) {
                remember(index);
            }
            floors[index] = memory.getLong(record + PeerLayout.NEXT_COUNTER);
        }
        table.open((slot, entry) -> {
            int peer = memory.getInt(entry + EntryLayout.OWNER);
            long id = memory.getLong(entry + EntryLayout.ID);
            int state = EntryLayout.stateOf(memory.getLong(entry + EntryLayout.STATE));
            if (state != EntryLayout.SENT) {
                throw new NodeException.Corrupt(
                        memory.name, "request state", entry + EntryLayout.STATE, EntryLayout.SENT, state);
            }
            if (peer < 0 || peer >= peerCount || WireLayout.pairOf(id) != peer) {
                throw new NodeException.Corrupt(memory.name, "request of no peer: id=" + Long.toHexString(id), entry);
            }
            messages.open(
                    entry, memory.getInt(entry + EntryLayout.BUFFER), memory.getInt(entry + EntryLayout.MESSAGE_BYTES));
            floors[peer] = Math.min(floors[peer], WireLayout.counterOf(id));
        });
    }

    private void remember(int index) {
        long record = record(index);
        NodeAddress address = NodeAddress.of(
                memory.getLong(record + PeerLayout.ADDRESS), memory.getLong(record + PeerLayout.RETRANSMIT));
        Peer peer = new Peer(index, address);
        peers[index] = peer;
        byAddress.put(address, peer);
    }

    private long record(int peer) {
        return areas.peers() + peer * PeerLayout.RECORD_BYTES;
    }

    /// The peer at an address, known already or made now. A new one is there at once, whatever becomes of the
    /// transaction.
    Peer peer(NodeAddress address, int process) {
        Peer known = byAddress.get(address);
        if (known != null) {
            return known;
        }
        int index = 0;
        while (index < peerCount && memory.getLong(record(index) + PeerLayout.STATE) == PeerLayout.IN_USE) {
            index++;
        }
        if (index == peerLimit) {
            throw new NodeException.Full(memory.name, "peers", peerLimit);
        }
        long record = record(index);
        memory.storeLong(record + PeerLayout.ADDRESS, address.socketWord());
        memory.storeLong(record + PeerLayout.RETRANSMIT, address.retransmitWord());
        memory.storeInt(record + PeerLayout.PROCESS, process);
        memory.publish(record + PeerLayout.STATE, PeerLayout.IN_USE);
        memory.force(record, PeerLayout.RECORD_BYTES);
        peerCount = Math.max(peerCount, index + 1);
        remember(index);
        return peers[index];
    }

    void requireUsable(Peer peer) {
        if (peer.index() >= peerCount || !peer.equals(peers[peer.index()])) {
            throw new NodeException.Dropped(memory.name, peer);
        }
        if (memory.getLong(record(peer.index()) + PeerLayout.NEXT_COUNTER) > WireLayout.COUNTER_MASK) {
            throw new NodeException.NumbersUsedUp(memory.name, peer);
        }
    }

    /// Sends, at the commit, the message that was put into `buffer`; returns the request's id.
    long send(Peer peer, int slot, int buffer, int lengthBytes) {
        long record = record(peer.index());
        long counter = memory.getLong(record + PeerLayout.NEXT_COUNTER);
        long id = WireLayout.id(peer.index(), counter);
        long entry = table.at(slot);
        long state = EntryLayout.nextUse(memory.getLong(entry + EntryLayout.STATE), EntryLayout.UNSENT);
        memory.fill(entry, EntryLayout.ENTRY_BYTES);
        memory.publish(entry + EntryLayout.STATE, state); // before the fields: it is read at any time
        memory.storeInt(entry + EntryLayout.OWNER, peer.index());
        memory.storeLong(entry + EntryLayout.ID, id);
        memory.storeLong(entry + EntryLayout.CLIENT, nodeId);
        memory.storeInt(entry + EntryLayout.BUFFER, buffer);
        memory.storeInt(entry + EntryLayout.MESSAGE_BYTES, lengthBytes);
        memory.storeInt(entry + EntryLayout.MESSAGE_CHECK, messages.check(buffer, lengthBytes));
        if (trace.isOn()) {
            sendEvents[slot] = NodeTrace.NOT_YET;
        }
        sends.add(slot);
        table.link(slot, nodeId, id);
        memory.putLong(record + PeerLayout.NEXT_COUNTER, counter + 1);
        memory.storeAtCommit(entry + EntryLayout.STATE, EntryLayout.withState(state, EntryLayout.SENT));
        sentIn[slot] = transaction;
        parkedOf[slot] = 0;
        return id;
    }

    /// The entry of a request whose response can be received now; refuses every other.
    int requireSent(long id) {
        int slot = table.find(nodeId, id);
        if (slot == EntryTable.NONE) {
            throw new NodeException.UnknownRequest(memory.name, "id", id);
        }
        if (sentIn[slot] == transaction) {
            throw new NodeException.SameTransaction(memory.name, id);
        }
        return slot;
    }

    /// Refuses to wait for any response when none can come.
    void requireAnySent() {
        if (table.count() - sends.count() - retired.count() <= 0) {
            if (sends.count() > 0) {
                int last = (int) sends.get(sends.count() - 1);
                throw new NodeException.SameTransaction(memory.name, memory.getLong(table.at(last) + EntryLayout.ID));
            }
            throw new NodeException.UnknownRequest(memory.name, "outstanding", 0);
        }
    }

    /// The entry that a response or a refusal belongs to, or NONE: it is a duplicate, or comes from somebody else.
    int wanted(long datagram, long source) {
        long id = RawMemory.getLong(datagram + WireLayout.ID);
        int slot = RawMemory.getLong(datagram + WireLayout.CLIENT) == nodeId ? table.find(nodeId, id) : EntryTable.NONE;
        if (slot == EntryTable.NONE) {
            boolean ours = RawMemory.getLong(datagram + WireLayout.CLIENT) == nodeId
                    && WireLayout.pairOf(id) < peerCount
                    && WireLayout.counterOf(id)
                            < memory.getLong(record(WireLayout.pairOf(id)) + PeerLayout.NEXT_COUNTER);
            counters.count(ours ? Counter.DUPLICATES_DROPPED : Counter.FORGED_DROPPED);
            return slot;
        }
        if (!isFrom(memory.getInt(table.at(slot) + EntryLayout.OWNER), source)
                || EntryLayout.stateOf(memory.getLong(table.at(slot) + EntryLayout.STATE)) != EntryLayout.SENT) {
            counters.count(Counter.FORGED_DROPPED);
            return EntryTable.NONE;
        }
        return slot;
    }

    /// Receives a response: the request and its message are given up when the transaction commits.
    long receive(int slot) {
        long entry = table.at(slot);
        long id = memory.getLong(entry + EntryLayout.ID);
        table.unlink(slot);
        memory.storeAtCommit(
                entry + EntryLayout.STATE,
                EntryLayout.withState(memory.getLong(entry + EntryLayout.STATE), EntryLayout.FREE));
        retired.add(slot);
        answered.add(id);
        return id;
    }

    /// After the commit point: gives back what it freed, moves the floors, sends.
    void committed(Sender sender, SendRing ring) {
        for (int i = 0; i < retired.count(); i++) {
            int slot = (int) retired.get(i);
            messages.release(memory.getInt(table.at(slot) + EntryLayout.BUFFER));
            table.release(slot);
        }
        for (int i = 0; i < answered.count(); i++) {
            acknowledge(answered.get(i));
        }
        for (int i = 0; i < sends.count(); i++) {
            send(sender, ring, (int) sends.get(i));
        }
        forget();
    }

    private void acknowledge(long id) {
        int peer = WireLayout.pairOf(id);
        long floor = floors[peer];
        if (WireLayout.counterOf(id) != floor) {
            int count = ackCounts[peer];
            if (count < WireLayout.ACKS) {
                acks[peer * WireLayout.ACKS + count] = id;
                ackCounts[peer]++;
            }
            return;
        }
        long next = memory.getLong(record(peer) + PeerLayout.NEXT_COUNTER);
        do {
            floor++;
        } while (floor < next && table.find(nodeId, WireLayout.id(peer, floor)) == EntryTable.NONE);
        FLOORS.setOpaque(floors, peer, floor);
    }

    private void send(Sender sender, SendRing ring, int slot) {
        long entry = table.at(slot);
        int peer = memory.getInt(entry + EntryLayout.OWNER);
        long record = record(peer);
        int ackCount = ackCounts[peer];
        sender.start(WireLayout.TYPE_REQUEST, 0, ackCount, nodeId, memory.getLong(entry + EntryLayout.ID));
        sender.floor(floors[peer]);
        if (ackCount > 0) {
            for (int i = 0; i < ackCount; i++) {
                sender.ack(i, acks[peer * WireLayout.ACKS + i]);
            }
            ackCounts[peer] = 0;
        }
        if (trace.isOn()) {
            sendEvents[slot] = trace.sent(memory.getInt(record + PeerLayout.PROCESS));
            sender.traceIndex(sendEvents[slot]);
        }
        counters.count(Counter.REQUESTS_SENT);
        sender.send(
                memory.getLong(record + PeerLayout.ADDRESS),
                messages.address(memory.getInt(entry + EntryLayout.BUFFER)),
                memory.getInt(entry + EntryLayout.MESSAGE_BYTES),
                memory.getInt(entry + EntryLayout.MESSAGE_CHECK));
        ring.put(EntryLayout.ticket(memory.getLong(entry + EntryLayout.STATE), slot));
    }

    /// After the transaction was undone: gives back what it had taken.
    void aborted() {
        for (int i = sends.count() - 1; i >= 0; i--) {
            int slot = (int) sends.get(i);
            messages.release(memory.getInt(table.at(slot) + EntryLayout.BUFFER));
            table.release(slot);
        }
        forget();
    }

    private void forget() {
        transaction++;
        sends.clear();
        retired.clear();
        answered.clear();
    }

    /// Writes a SEND event for each request that waits for its response, since they are going to be sent again.
    void traceOutstanding() {
        if (trace.isOn()) {
            table.forEach((slot, entry) -> sendEvents[slot] =
                    trace.sent(memory.getInt(record(memory.getInt(entry + EntryLayout.OWNER)) + PeerLayout.PROCESS)));
        }
    }

    /// Gives up, in the current transaction, up to `most` requests to a peer; returns how many there were.
    int drop(Peer peer, int most) {
        int[] count = {0};
        table.forEach((slot, entry) -> {
            if (memory.getInt(entry + EntryLayout.OWNER) == peer.index() && count[0] < most) {
                count[0]++;
                receive(slot);
            }
        });
        return count[0];
    }

    /// Forgets a peer of whose requests none are left.
    void forget(Peer peer) {
        long record = record(peer.index());
        memory.publish(record + PeerLayout.STATE, PeerLayout.DROPPED);
        memory.force(record, PeerLayout.RECORD_BYTES);
        byAddress.remove(peer.address());
        Arrays.fill(peers, peer.index(), peer.index() + 1, null);
        ackCounts[peer.index()] = 0;
    }

    int peerCount() {
        return peerCount;
    }

    long peerAddress(int peer) {
        return memory.getLong(record(peer) + PeerLayout.ADDRESS);
    }

    /// Where requests to the peer go again; of no peer, 0.
    long peerRetransmitAddress(int peer) {
        return peer < 0 || peer >= peerLimit ? 0 : memory.getLong(record(peer) + PeerLayout.RETRANSMIT);
    }

    /// Whether a datagram from there is the peer's.
    boolean isFrom(int peer, long source) {
        long record = record(peer);
        return source == memory.getLong(record + PeerLayout.ADDRESS)
                || source == memory.getLong(record + PeerLayout.RETRANSMIT);
    }

    boolean isInUse(int peer) {
        return memory.getLong(record(peer) + PeerLayout.STATE) == PeerLayout.IN_USE;
    }

    /// The ids of all requests that wait for their response, those of the current transaction included, in order.
    long[] outstanding() {
        LongList ids = new LongList();
        table.forEach((slot, entry) -> ids.add(memory.getLong(entry + EntryLayout.ID)));
        long[] all = new long[ids.count()];
        Arrays.setAll(all, ids::get);
        Arrays.sort(all);
        return all;
    }

    String inWords(int slot) {
        return NodeAddress.inWords(peerAddress(memory.getInt(table.at(slot) + EntryLayout.OWNER)));
    }
}
