package org.failuretransparency.vistagrams;

import java.util.Arrays;
import org.failuretransparency.rio.RawMemory;

/// A node as a server: its clients, the response table, and what of it the current transaction touched.
///
/// An entry goes *free → received → answered → [acknowledged →] free*. A receive fills a free one and links it; that it
/// is `answered` waits for the commit, so that the I/O thread never resends what an abort may take back. A client's
/// floor frees all entries below it. One that is acknowledged before the floor has passed it gives its message back and
/// stays, so that a late duplicate of its request is known.
///
/// A request is new if its number is not below the floor and no entry has its id. Numbers above the highest one
/// received need no look into the table.
final class ServerSide {

    /// Entries that one datagram's floor frees at most; later datagrams go on.
    private static final int MAX_STEPS = 512;

    private final NodeMemory memory;
    private final Messages messages;
    private final Counters counters;
    private final NodeTrace trace;
    final EntryTable table;
    final ClientRecords clients;
    /// By entry: the SEND event of this life of the process; nothing without a trace.
    final int[] sendEvents;

    /// Of the current transaction: entries received, answered and freed; buffers freed; acks to be confirmed.
    private final LongList received = new LongList();

    private final LongList answered = new LongList();
    private final LongList retired = new LongList();
    private final LongList retiredBuffers = new LongList();
    private final LongList confirmations = new LongList();

    ServerSide(
            NodeMemory memory,
            NodeLayout.Areas areas,
            NodeOptions options,
            Messages messages,
            Counters counters,
            NodeTrace trace) {
        this.memory = memory;
        this.messages = messages;
        this.counters = counters;
        this.trace = trace;
        this.table = new EntryTable(memory, areas.responseHeads(), areas.responseEntries(), options.responses());
        this.clients = new ClientRecords(memory, areas, options.clients(), counters);
        this.sendEvents = new int[trace.isOn() ? options.responses() : 0];
        Arrays.fill(sendEvents, NodeTrace.NOT_YET);
    }

    /// Rebuilds what is volatile from the segment, which is only read.
    void open() {
        clients.open();
        table.open(this::open);
    }

    private void open(int slot, long entry) {
        long id = memory.getLong(entry + EntryLayout.ID);
        int record = memory.getInt(entry + EntryLayout.OWNER);
        int state = EntryLayout.stateOf(memory.getLong(entry + EntryLayout.STATE));
        int buffer = memory.getInt(entry + EntryLayout.BUFFER);
        if (record < 0
                || record >= clients.limit
                || clients.find(memory.getLong(entry + EntryLayout.CLIENT), id) != record) {
            throw new NodeException.Corrupt(memory.name, "response to no client: record=" + record, entry);
        }
        if (state < EntryLayout.RECEIVED
                || state > EntryLayout.ACKNOWLEDGED
                || state == EntryLayout.ANSWERED == (buffer == 0)) {
            throw new NodeException.Corrupt(
                    memory.name, "response state", entry + EntryLayout.STATE, EntryLayout.RECEIVED, state);
        }
        if (buffer != 0) {
            messages.open(entry, buffer, memory.getInt(entry + EntryLayout.MESSAGE_BYTES));
        }
        seen(record, id);
    }

    private void seen(int record, long id) {
        clients.unseen[record] = Math.max(clients.unseen[record], WireLayout.counterOf(id) + 1);
    }

    /// Whether a request that arrived is new; refuses one whose id was used for another.
    boolean isWanted(long datagram, long source, Sender sender) {
        long client = RawMemory.getLong(datagram + WireLayout.CLIENT);
        long id = RawMemory.getLong(datagram + WireLayout.ID);
        int record = clients.find(client, id);
        if (record == PairIndex.NONE) {
            return true;
        }
        long counter = WireLayout.counterOf(id);
        if (counter >= clients.unseen[record]) {
            return true;
        }
        if (counter < clients.floor(record)) {
            // A late duplicate, which its sender has forgotten; or one of a sender that was put back to an older state
            // and waits.
            counters.count(Counter.DUPLICATES_DROPPED);
            refuse(sender, source, client, id);
            return false;
        }
        int slot = table.find(client, id);
        if (slot == EntryTable.NONE) {
            return true;
        }
        if (isSame(slot, datagram)) {
            counters.count(Counter.DUPLICATES_DROPPED);
        } else {
            counters.count(Counter.IDS_REUSED);
            refuse(sender, source, client, id);
        }
        return false;
    }

    boolean isSame(int slot, long datagram) {
        long entry = table.at(slot);
        return memory.getInt(entry + EntryLayout.REQUEST_CHECK) == RawMemory.getInt(datagram + WireLayout.MESSAGE_CHECK)
                && memory.getInt(entry + EntryLayout.REQUEST_BYTES)
                        == RawMemory.getInt(datagram + WireLayout.MESSAGE_BYTES);
    }

    private void refuse(Sender sender, long to, long client, long id) {
        sender.start(WireLayout.TYPE_REFUSED, 0, 0, client, id);
        counters.count(Counter.REFUSALS_SENT);
        sender.send(to, 0, 0, 0);
    }

    /// Receives a new request; returns its ticket.
    long receive(long datagram, long source) {
        long client = RawMemory.getLong(datagram + WireLayout.CLIENT);
        long id = RawMemory.getLong(datagram + WireLayout.ID);
        int record = clients.find(client, id);
        if (record == PairIndex.NONE) {
            record = clients.add(datagram, source);
        }
        acknowledge(record, client, RawMemory.getLong(datagram + WireLayout.FLOOR), datagram);
        int slot = table.take();
        if (slot == EntryTable.NONE) {
            throw new NodeException.Full(memory.name, "responses", table.limit);
        }
        received.add(slot);
        long entry = table.at(slot);
        long state = EntryLayout.nextUse(memory.getLong(entry + EntryLayout.STATE), EntryLayout.RECEIVED);
        memory.fill(entry, EntryLayout.ENTRY_BYTES);
        memory.publish(entry + EntryLayout.STATE, state); // before the fields: it is read at any time
        memory.storeInt(entry + EntryLayout.OWNER, record);
        memory.storeLong(entry + EntryLayout.ID, id);
        memory.storeLong(entry + EntryLayout.CLIENT, client);
        memory.storeLong(entry + EntryLayout.REPLY_ADDRESS, source);
        memory.storeInt(entry + EntryLayout.BUFFER, 0);
        memory.storeInt(entry + EntryLayout.REQUEST_CHECK, RawMemory.getInt(datagram + WireLayout.MESSAGE_CHECK));
        memory.storeInt(entry + EntryLayout.REQUEST_BYTES, RawMemory.getInt(datagram + WireLayout.MESSAGE_BYTES));
        memory.storeInt(entry + EntryLayout.PROCESS, RawMemory.getInt(datagram + WireLayout.TRACE_PROCESS));
        table.link(slot, client, id);
        seen(record, id);
        return EntryLayout.ticket(state, slot);
    }

    /// Frees, in the current transaction, what a datagram of the client acknowledges.
    private void acknowledge(int record, long client, long floorHeard, long datagram) {
        long heard = Math.max(clients.floorsHeard[record], floorHeard);
        clients.floorsHeard[record] = heard;
        long first = clients.floor(record);
        if (first < heard) {
            int pair = WireLayout.pairOf(RawMemory.getLong(datagram + WireLayout.ID));
            long floor = first;
            for (int steps = 0; floor < heard && steps < MAX_STEPS && free(client, pair, floor); steps++) {
                floor++;
            }
            if (floor > first) {
                memory.putLong(clients.at(record) + PeerLayout.FLOOR, floor);
            }
        }
        int ackCount = WireLayout.ackCountOf(RawMemory.getInt(datagram + WireLayout.KIND));
        for (int i = 0; i < ackCount; i++) {
            release(table.find(client, RawMemory.getLong(datagram + WireLayout.ACK + (long) i * Long.BYTES)));
        }
    }

    /// Frees the entry of an acknowledged request, if there is one. False if it was never answered: its client has
    /// given it up, and it stays until it is.
    private boolean free(long client, int pair, long counter) {
        int slot = table.find(client, WireLayout.id(pair, counter));
        if (slot == EntryTable.NONE) {
            return true;
        }
        long entry = table.at(slot);
        long state = memory.getLong(entry + EntryLayout.STATE);
        if (EntryLayout.stateOf(state) == EntryLayout.RECEIVED) {
            return false;
        }
        unlink(slot, entry, state);
        return true;
    }

    private void unlink(int slot, long entry, long state) {
        table.unlink(slot);
        memory.storeAtCommit(entry + EntryLayout.STATE, EntryLayout.withState(state, EntryLayout.FREE));
        int buffer = memory.getInt(entry + EntryLayout.BUFFER);
        if (buffer != 0) {
            retiredBuffers.add(buffer);
        }
        retired.add(slot);
    }

    /// Gives back the message of an answer that is acknowledged before the floor has passed it.
    private void release(int slot) {
        if (slot == EntryTable.NONE) {
            return;
        }
        long entry = table.at(slot);
        long state = memory.getLong(entry + EntryLayout.STATE);
        int buffer = memory.getInt(entry + EntryLayout.BUFFER);
        if (EntryLayout.stateOf(state) == EntryLayout.ANSWERED && buffer != 0) {
            memory.putInt(entry + EntryLayout.BUFFER, 0);
            memory.storeAtCommit(entry + EntryLayout.STATE, EntryLayout.withState(state, EntryLayout.ACKNOWLEDGED));
            retiredBuffers.add(buffer);
        }
    }

    /// Takes an acknowledgement on its own, outside of a transaction: in one of its own, since it frees entries.
    void acknowledgedAlone(long datagram, long source, Sender sender) {
        try {
            memory.alone(() -> acknowledged(datagram, source));
        } catch (RuntimeException e) {
            aborted();
            throw e;
        }
        committed(sender);
    }

    /// Takes an acknowledgement on its own, in the current transaction; it is confirmed at the commit.
    void acknowledged(long datagram, long source) {
        counters.count(Counter.ACKS_RECEIVED);
        long client = RawMemory.getLong(datagram + WireLayout.CLIENT);
        long id = RawMemory.getLong(datagram + WireLayout.ID);
        int record = clients.find(client, id);
        long floor = RawMemory.getLong(datagram + WireLayout.FLOOR);
        if (record != PairIndex.NONE) {
            // None has an answer to a request that has not come: a floor above them is a forged one.
            acknowledge(record, client, Math.min(floor, clients.unseen[record]), datagram);
        }
        confirmations.add(source);
        confirmations.add(client);
        confirmations.add(id);
        confirmations.add(record);
        confirmations.add(floor);
    }

    /// The entry of a ticket whose request is not answered; refuses every other.
    int requireUnanswered(long ticket) {
        int slot = EntryLayout.slotOf(ticket);
        if (slot < 0
                || slot >= table.limit
                || !EntryLayout.isUse(ticket, memory.getLong(table.at(slot) + EntryLayout.STATE))) {
            throw new NodeException.UnknownRequest(memory.name, "ticket", ticket);
        }
        long entry = table.at(slot);
        int state = EntryLayout.stateOf(memory.getLong(entry + EntryLayout.STATE));
        if (state != EntryLayout.RECEIVED || memory.getInt(entry + EntryLayout.BUFFER) != 0) {
            if (state == EntryLayout.RECEIVED || state > EntryLayout.RECEIVED) {
                throw new NodeException.AnsweredAlready(memory.name, ticket);
            }
            throw new NodeException.UnknownRequest(memory.name, "ticket", ticket);
        }
        return slot;
    }

    /// Sends, at the commit, the message that was put into `buffer` as the answer of an entry.
    void send(int slot, int buffer, int lengthBytes) {
        long entry = table.at(slot);
        if (trace.isOn()) {
            sendEvents[slot] = NodeTrace.NOT_YET;
        }
        answered.add(Integer.toUnsignedLong(slot) << Integer.SIZE | buffer);
        memory.putInt(entry + EntryLayout.BUFFER, buffer);
        memory.fill(entry + EntryLayout.MESSAGE_BYTES, 2 * Integer.BYTES); // which say nothing without a buffer
        memory.storeInt(entry + EntryLayout.MESSAGE_BYTES, lengthBytes);
        memory.storeInt(entry + EntryLayout.MESSAGE_CHECK, messages.check(buffer, lengthBytes));
        memory.storeAtCommit(
                entry + EntryLayout.STATE,
                EntryLayout.withState(memory.getLong(entry + EntryLayout.STATE), EntryLayout.ANSWERED));
    }

    /// After the commit point: gives back what it freed, sends.
    void committed(Sender sender) {
        for (int i = 0; i < retiredBuffers.count(); i++) {
            messages.release((int) retiredBuffers.get(i));
        }
        for (int i = 0; i < retired.count(); i++) {
            table.release((int) retired.get(i));
        }
        for (int i = 0; i < answered.count(); i++) {
            send(sender, (int) (answered.get(i) >>> Integer.SIZE));
        }
        for (int i = 0; i < confirmations.count(); i += 5) {
            confirm(sender, i);
        }
        forget();
    }

    private void send(Sender sender, int slot) {
        long entry = table.at(slot);
        sender.start(
                WireLayout.TYPE_RESPONSE,
                0,
                0,
                memory.getLong(entry + EntryLayout.CLIENT),
                memory.getLong(entry + EntryLayout.ID));
        if (trace.isOn()) {
            sendEvents[slot] = trace.sent(memory.getInt(entry + EntryLayout.PROCESS));
            sender.traceIndex(sendEvents[slot]);
        }
        counters.count(Counter.RESPONSES_SENT);
        sender.send(
                memory.getLong(entry + EntryLayout.REPLY_ADDRESS),
                messages.address(memory.getInt(entry + EntryLayout.BUFFER)),
                memory.getInt(entry + EntryLayout.MESSAGE_BYTES),
                memory.getInt(entry + EntryLayout.MESSAGE_CHECK));
    }

    /// Tells a client how far its acknowledgement was carried out; of a client that is not known, wholly.
    private void confirm(Sender sender, int i) {
        int record = (int) confirmations.get(i + 3);
        sender.start(WireLayout.TYPE_ACKED, 0, 0, confirmations.get(i + 1), confirmations.get(i + 2));
        sender.floor(record == PairIndex.NONE ? confirmations.get(i + 4) : clients.floor(record));
        sender.send(confirmations.get(i), 0, 0, 0);
    }

    /// After the transaction was undone: gives back what it had taken.
    void aborted() {
        for (int i = answered.count() - 1; i >= 0; i--) {
            messages.release((int) answered.get(i));
        }
        for (int i = received.count() - 1; i >= 0; i--) {
            int slot = (int) received.get(i);
            long state = table.at(slot) + EntryLayout.STATE;
            // Its ticket is none any more.
            memory.publish(state, EntryLayout.withState(memory.getLong(state), EntryLayout.FREE));
            table.release(slot);
        }
        forget();
    }

    private void forget() {
        received.clear();
        answered.clear();
        retired.clear();
        retiredBuffers.clear();
        confirmations.clear();
    }

    /// Writes a SEND event for each answer that is not acknowledged, since it may be sent again.
    void traceOutstanding() {
        if (trace.isOn()) {
            table.forEach((slot, entry) -> {
                if (EntryLayout.stateOf(memory.getLong(entry + EntryLayout.STATE)) == EntryLayout.ANSWERED) {
                    sendEvents[slot] = trace.sent(memory.getInt(entry + EntryLayout.PROCESS));
                }
            });
        }
    }

    /// Gives up, in the current transaction, up to `most` entries of a client; returns how many there were.
    int drop(long client, int most) {
        int[] count = {0};
        table.forEach((slot, entry) -> {
            if (memory.getLong(entry + EntryLayout.CLIENT) == client && count[0] < most) {
                count[0]++;
                unlink(slot, entry, memory.getLong(entry + EntryLayout.STATE));
            }
        });
        return count[0];
    }

    /// The tickets of requests that were received and not answered, in the order of their entries.
    long[] unanswered() {
        LongList tickets = new LongList();
        table.forEach((slot, entry) -> {
            long state = memory.getLong(entry + EntryLayout.STATE);
            if (EntryLayout.stateOf(state) == EntryLayout.RECEIVED && memory.getInt(entry + EntryLayout.BUFFER) == 0) {
                tickets.add(EntryLayout.ticket(state, slot));
            }
        });
        long[] all = new long[tickets.count()];
        Arrays.setAll(all, tickets::get);
        Arrays.sort(all);
        return all;
    }

    long clientOf(int slot) {
        return memory.getLong(table.at(slot) + EntryLayout.CLIENT);
    }

    long idOf(int slot) {
        return memory.getLong(table.at(slot) + EntryLayout.ID);
    }
}
