package org.failuretransparency.vistagrams;

import java.lang.foreign.Arena;
import org.failuretransparency.rio.RawMemory;

/// Receives datagrams on the main port and hands out requests and responses in the order of their arrival.
///
/// In the common case a message is handed out where the system call put it. It is copied aside only if it is not what
/// was asked for, or if its transaction receives another one: until the commit the first may have to be received
/// again.
final class Inbox {

    /// Any response, whatever its request.
    static final long ANY = -1;

    private static final long IN_BUFFER = -1;
    private static final long LOST = -2;

    /// What the receive buffer holds.
    private enum Held {
        NOTHING,
        /// A message that nobody has asked for.
        WAITING,
        /// A message that the current transaction has received.
        DELIVERED
    }

    private final NodeMemory memory;
    private final NodeSocket socket;
    private final Incoming incoming;
    private final Parked parked;
    private final ClientSide client;
    private final ServerSide server;
    private final Sender sender;
    private final Counters counters;
    private final IoThread io;
    private final long ownRetransmitAddress;

    private Held held = Held.NOTHING;
    private int heldQueue;
    private int heldBytes;
    private long heldSource;
    private int heldSlot;

    /// The message that was selected: its item, or NONE if it is in the receive buffer.
    private int item;

    private int slot;

    /// Items that the current transaction received, each with its queue in the upper half.
    private final LongList delivered = new LongList();

    Inbox(
            NodeMemory memory,
            NodeSocket socket,
            Arena arena,
            NodeOptions options,
            ClientSide client,
            ServerSide server,
            Sender sender,
            Counters counters,
            IoThread io) {
        this.memory = memory;
        this.socket = socket;
        this.incoming = new Incoming(arena, counters);
        this.parked = new Parked(arena, options.parkedBytes());
        this.client = client;
        this.server = server;
        this.sender = sender;
        this.counters = counters;
        this.io = io;
        this.ownRetransmitAddress = options.address().local().retransmitWord();
    }

    /// Selects the next request that is new, waiting up to `nanos`; false if there is none.
    boolean selectRequest(long nanos) {
        return hasRequest() || pump(1 << Parked.REQUESTS, ANY, nanos);
    }

    private boolean hasRequest() {
        for (int first = parked.first(Parked.REQUESTS); first != Parked.NONE; first = parked.first(Parked.REQUESTS)) {
            if (server.isWanted(parked.address(first), parked.source(first), sender)) {
                item = first;
                return true;
            }
            parked.remove(Parked.REQUESTS, first);
            parked.release(first);
        }
        return hasWaiting(Parked.REQUESTS, ANY);
    }

    private boolean hasWaiting(int queue, long id) {
        if (held != Held.WAITING
                || heldQueue != queue
                || id != ANY && id != idOf(incoming.address)
                || !isStillWanted()) {
            return false;
        }
        item = Parked.NONE;
        slot = heldSlot;
        return true;
    }

    /// Judges the waiting message again and forgets it if nobody wants it any more: since it came, a copy of it may
    /// have been received, or its request given up and the entry taken by another.
    private boolean isStillWanted() {
        boolean wanted;
        if (heldQueue == Parked.REQUESTS) {
            wanted = server.isWanted(incoming.address, heldSource, sender);
        } else {
            heldSlot = client.wanted(incoming.address, heldSource);
            wanted = heldSlot != EntryTable.NONE && client.parkedOf[heldSlot] == 0;
        }
        if (!wanted) {
            held = Held.NOTHING;
        }
        return wanted;
    }

    /// Selects the response to the request in the entry `wanted`, whose id is `id`.
    boolean selectResponse(int wanted, long id, long nanos) {
        int arrived = client.parkedOf[wanted] - 1;
        if (arrived != Parked.NONE) {
            item = arrived;
            slot = wanted;
            return true;
        }
        return hasWaiting(Parked.RESPONSES, id) || pump(1 << Parked.RESPONSES, id, nanos);
    }

    /// Selects the next response, to whichever request.
    boolean selectResponse(long nanos) {
        return hasResponse() || pump(1 << Parked.RESPONSES, ANY, nanos);
    }

    private boolean hasResponse() {
        for (int first = parked.first(Parked.RESPONSES); first != Parked.NONE; first = parked.first(Parked.RESPONSES)) {
            slot = client.wanted(parked.address(first), parked.source(first));
            if (slot != EntryTable.NONE) {
                item = first;
                return true;
            }
            parked.remove(Parked.RESPONSES, first);
            parked.release(first);
        }
        return hasWaiting(Parked.RESPONSES, ANY);
    }

    /// Waits up to `nanos` for a message of the queues `interest`, one bit each; returns those that have one.
    int select(int interest, long nanos) {
        int ready = ready(interest);
        if (ready == 0 && pump(interest, ANY, nanos)) {
            ready = ready(interest);
        }
        return ready;
    }

    private int ready(int interest) {
        int ready = 0;
        if ((interest & 1 << Parked.REQUESTS) != 0 && hasRequest()) {
            ready |= 1 << Parked.REQUESTS;
        }
        if ((interest & 1 << Parked.RESPONSES) != 0 && hasResponse()) {
            ready |= 1 << Parked.RESPONSES;
        }
        return ready;
    }

    /// Receives until there is a message of the queues `interest`; selects it. Everything else is put aside.
    private boolean pump(int interest, long id, long nanos) {
        boolean forever = nanos == Long.MAX_VALUE;
        long deadline = forever || nanos == 0 ? 0 : System.nanoTime() + nanos;
        long left = nanos;
        while (true) {
            vacate();
            int received = socket.receive(incoming.address, Incoming.ROOM_BYTES, left);
            if (received == NodeSocket.NOTHING) {
                io.requireRunning();
                if (nanos == 0) {
                    return false;
                }
            } else if (classify(received)
                    && (interest & 1 << heldQueue) != 0
                    && (id == ANY || id == idOf(incoming.address))) {
                item = Parked.NONE;
                slot = heldSlot;
                return true;
            }
            if (!forever && nanos != 0) {
                left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
            }
        }
    }

    /// Judges what is in the receive buffer; true if it is a message that is wanted at some time.
    private boolean classify(int lengthBytes) {
        long datagram = incoming.address;
        long source = socket.source();
        boolean wanted = false;
        switch (incoming.typeOf(lengthBytes)) {
            case WireLayout.TYPE_REQUEST -> {
                heldQueue = Parked.REQUESTS;
                if ((WireLayout.flagsOf(RawMemory.getInt(datagram + WireLayout.KIND)) & WireLayout.FLAG_FORWARDED)
                        != 0) {
                    if (source != ownRetransmitAddress) {
                        counters.count(Counter.FORGED_DROPPED);
                        return false;
                    }
                    source = RawMemory.getLong(datagram + WireLayout.REPLY_ADDRESS);
                }
                wanted = server.isWanted(datagram, source, sender);
            }
            case WireLayout.TYPE_RESPONSE, WireLayout.TYPE_REFUSED -> {
                heldQueue = Parked.RESPONSES;
                heldSlot = client.wanted(datagram, source);
                wanted = heldSlot != EntryTable.NONE;
                if (wanted && client.parkedOf[heldSlot] != 0) {
                    counters.count(Counter.DUPLICATES_DROPPED);
                    wanted = false;
                }
            }
            case WireLayout.TYPE_ACK -> {
                if (memory.inTransaction()) {
                    server.acknowledged(datagram, source);
                } else {
                    server.acknowledgedAlone(datagram, source, sender);
                }
            }
            case WireLayout.TYPE_ACKED -> counters.count(Counter.FORGED_DROPPED);
            default -> {
                // Counted where it was refused.
            }
        }
        if (wanted) {
            held = Held.WAITING;
            heldBytes = lengthBytes;
            heldSource = source;
        }
        return wanted;
    }

    private static long idOf(long datagram) {
        return RawMemory.getLong(datagram + WireLayout.ID);
    }

    /// Address of the selected datagram.
    long address() {
        return item == Parked.NONE ? incoming.address : parked.address(item);
    }

    /// Says to a message that it is the selected datagram's.
    void place(Message message) {
        long datagram = address();
        message.place(
                item == Parked.NONE ? incoming.memory : parked.memory,
                datagram + WireLayout.HEADER_BYTES,
                RawMemory.getInt(datagram + WireLayout.MESSAGE_BYTES));
    }

    /// Has the selected request received and delivered; returns its ticket. One that there is no room for makes way for
    /// others, of which some may make room; its sender sends it again.
    long receiveRequest() {
        try {
            long ticket = server.receive(address(), item == Parked.NONE ? heldSource : parked.source(item));
            deliver(Parked.REQUESTS);
            return ticket;
        } catch (NodeException.Full e) {
            drop();
            throw e;
        }
    }

    /// The same for the selected response; returns its request's id.
    long receiveResponse() {
        long id = client.receive(slot);
        deliver(Parked.RESPONSES);
        return id;
    }

    private void drop() {
        counters.count(Counter.OVERFLOW_DROPPED);
        if (item == Parked.NONE) {
            held = Held.NOTHING;
        } else {
            parked.remove(Parked.REQUESTS, item);
            parked.release(item);
        }
    }

    /// The request's entry that the selected response belongs to.
    int slot() {
        return slot;
    }

    boolean isRefusal() {
        return WireLayout.typeOf(RawMemory.getInt(address() + WireLayout.KIND)) == WireLayout.TYPE_REFUSED;
    }

    /// Says that the current transaction has received the selected message.
    private void deliver(int queue) {
        if (item == Parked.NONE) {
            held = Held.DELIVERED;
            delivered.add(IN_BUFFER);
        } else {
            parked.remove(queue, item);
            if (queue == Parked.RESPONSES) {
                client.parkedOf[slot] = 0;
            }
            delivered.add(pack(queue, item));
        }
    }

    private static long pack(int queue, int item) {
        return (long) queue << Integer.SIZE | item;
    }

    /// Makes the receive buffer free for the next datagram. What does not fit aside is dropped and comes again.
    private void vacate() {
        if (held == Held.NOTHING || held == Held.WAITING && !isStillWanted()) {
            return;
        }
        counters.add(Counter.BYTES_COPIED, heldBytes);
        int copy = parked.copy(incoming.address, heldBytes, heldSource);
        if (copy == Parked.NONE) {
            counters.count(Counter.OVERFLOW_DROPPED);
        }
        if (held == Held.DELIVERED) {
            for (int i = delivered.count() - 1; i >= 0; i--) {
                if (delivered.get(i) == IN_BUFFER) {
                    delivered.set(i, copy == Parked.NONE ? LOST : pack(heldQueue, copy));
                }
            }
        } else if (copy != Parked.NONE) {
            parked.append(heldQueue, copy);
            if (heldQueue == Parked.RESPONSES) {
                client.parkedOf[heldSlot] = copy + 1;
            }
        }
        held = Held.NOTHING;
    }

    void committed() {
        for (int i = 0; i < delivered.count(); i++) {
            if (delivered.get(i) >= 0) {
                parked.release((int) delivered.get(i));
            }
        }
        if (held == Held.DELIVERED) {
            held = Held.NOTHING;
        }
        delivered.clear();
    }

    /// Puts what the transaction had received in front of everything else, in its old order.
    void aborted() {
        vacate();
        for (int i = delivered.count() - 1; i >= 0; i--) {
            if (delivered.get(i) >= 0) {
                int queue = (int) (delivered.get(i) >>> Integer.SIZE);
                int back = (int) delivered.get(i);
                parked.prepend(queue, back);
                if (queue == Parked.RESPONSES) {
                    int entry = client.table.find(
                            RawMemory.getLong(parked.address(back) + WireLayout.CLIENT), idOf(parked.address(back)));
                    if (entry != EntryTable.NONE) {
                        client.parkedOf[entry] = back + 1;
                    }
                }
            }
        }
        delivered.clear();
    }

    long parkedBytes() {
        return parked.takenBytes();
    }
}
