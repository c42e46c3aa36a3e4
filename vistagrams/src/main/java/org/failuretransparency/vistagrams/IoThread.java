package org.failuretransparency.vistagrams;

import static org.failuretransparency.rio.Stores.STORES;

import java.lang.foreign.Arena;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.failuretransparency.os.SystemCall;
import org.failuretransparency.rio.RawMemory;
import org.jspecify.annotations.Nullable;

/// The thread that keeps committed messages going: it owns the port for retransmitted requests, sends this node's
/// unanswered requests again, and acknowledges on its own what no request has acknowledged for a while. In 1999 this
/// was a signal handler (§4.4.2); requests go out again also while the application computes.
///
/// It never writes the node's memory. It reads an entry's state word, then the entry and its message into a buffer of
/// its own, and then the state word again: `sent` and `answered` come and go at commits alone and each use of an entry
/// has its own number, so that what it sends is committed and whole. Whatever it cannot be sure of it forwards to the
/// main port, where the application's thread decides.
///
/// A request falls due after a time, then after twice that, and so on. Requests that wait for the same time are in one
/// queue, whose order is that of falling due, so that a request costs a few steps each time it is sent again, and once
/// when it is found to be answered, however many are outstanding.
final class IoThread implements Runnable {

    private static final int MAX_LEVELS = 24;
    private static final int MAX_BACK_OFF = 64;
    private static final int MSG_DONTWAIT = 0x40;

    private final NodeMemory memory;
    private final NodeLayout.Areas areas;
    private final NodeOptions options;
    private final NodeSocket socket;
    private final ClientSide client;
    private final ServerSide server;
    private final SendRing ring;
    private final long nodeId;
    private final Counters counters;
    private final Incoming incoming;
    private final Sender again;
    private final Sender acks;
    private final long copy;
    private final long forwardTo;
    private final CRC32C crc = new CRC32C();
    private final Thread thread;

    private final DueQueue[] levels;
    private final long[] levelNanos;
    /// By peer: the floor that the server has confirmed, the floor at the last look, when and after which time an
    /// acknowledgement is due.
    private final long[] confirmed;

    private final long[] seen;
    private final long[] ackDue;
    private final int[] backOff;
    private long nextLook;

    private volatile boolean closing;
    private volatile @Nullable Throwable failure;

    IoThread(
            NodeMemory memory,
            NodeLayout.Areas areas,
            NodeOptions options,
            NodeSocket socket,
            int mainSocket,
            Arena arena,
            ClientSide client,
            ServerSide server,
            SendRing ring,
            long nodeId,
            Counters counters,
            int process) {
        this.memory = memory;
        this.areas = areas;
        this.options = options;
        this.socket = socket;
        this.client = client;
        this.server = server;
        this.ring = ring;
        this.nodeId = nodeId;
        this.counters = counters;
        this.incoming = new Incoming(arena, counters);
        this.again = new Sender(mainSocket, arena, counters, nodeId, process);
        this.acks = new Sender(socket.fd, arena, counters, nodeId, process);
        this.copy = arena.allocate(Incoming.ROOM_BYTES, Long.BYTES).address();
        this.forwardTo = options.address().local().socketWord();
        int count = 1;
        while (count < MAX_LEVELS && options.retransmitNanos() << count - 1 < options.retransmitMaxNanos()) {
            count++;
        }
        levels = new DueQueue[count];
        levelNanos = new long[count];
        for (int level = 0; level < count; level++) {
            levels[level] = new DueQueue();
            levelNanos[level] = Math.min(options.retransmitNanos() << level, options.retransmitMaxNanos());
        }
        confirmed = new long[options.peers()];
        seen = new long[options.peers()];
        ackDue = new long[options.peers()];
        backOff = new int[options.peers()];
        thread = Thread.ofPlatform().daemon().name("vistagrams-" + memory.name).unstarted(this);
    }

    void start() {
        thread.start();
    }

    /// Ends the thread, at the latest when its socket's wait is over.
    void stop() {
        closing = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Refuses to go on if the thread has ended by a failure.
    void requireRunning() {
        Throwable cause = failure;
        if (cause != null) {
            throw new IllegalStateException("I/O thread failed: node=" + memory.name, cause);
        }
    }

    @Override
    public void run() {
        try {
            nextLook = System.nanoTime() + options.idleAckNanos() / 2;
            while (!closing) {
                int received = socket.receive(incoming.address, Incoming.ROOM_BYTES, socket.waitNanos);
                if (received != NodeSocket.NOTHING) {
                    take(received);
                }
                long now = System.nanoTime();
                takeSent(now);
                sendDue(now);
                if (now - nextLook >= 0) {
                    nextLook = now + options.idleAckNanos() / 2;
                    acknowledgeIdle(now);
                }
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    private void take(int lengthBytes) {
        long datagram = incoming.address;
        int type = incoming.typeOf(lengthBytes);
        if (type == WireLayout.TYPE_ACKED) {
            confirm(datagram);
        } else if (type == WireLayout.TYPE_REQUEST) {
            counters.count(Counter.RETRANSMISSIONS_RECEIVED);
            answerAgain(datagram, lengthBytes);
        } else if (type != 0) {
            counters.count(Counter.FORGED_DROPPED);
        }
    }

    /// A server's word on how far it has followed our floor.
    private void confirm(long datagram) {
        int peer = WireLayout.pairOf(RawMemory.getLong(datagram + WireLayout.ID));
        if (RawMemory.getLong(datagram + WireLayout.CLIENT) == nodeId
                && peer < confirmed.length
                && client.isFrom(peer, socket.source())) {
            confirmed[peer] = Math.max(confirmed[peer], RawMemory.getLong(datagram + WireLayout.FLOOR));
        } else {
            counters.count(Counter.FORGED_DROPPED);
        }
    }

    /// Resends the committed response to a request that came again, drops the request if it is being worked on, or
    /// forwards it if it is not known.
    private void answerAgain(long datagram, int lengthBytes) {
        long id = RawMemory.getLong(datagram + WireLayout.ID);
        long requester = RawMemory.getLong(datagram + WireLayout.CLIENT);
        int slot = server.table.findWhileChanging(requester, id);
        if (slot == EntryTable.NONE) {
            forward(lengthBytes);
            return;
        }
        long entry = server.table.at(slot);
        long state = memory.getLong(entry + EntryLayout.STATE);
        VarHandle.loadLoadFence();
        boolean same = server.isSame(slot, datagram);
        int bytes = copyMessage(entry);
        int check = memory.getInt(entry + EntryLayout.MESSAGE_CHECK);
        boolean ours =
                memory.getLong(entry + EntryLayout.ID) == id && memory.getLong(entry + EntryLayout.CLIENT) == requester;
        int event = server.sendEvents.length > 0 ? server.sendEvents[slot] : -1;
        VarHandle.loadLoadFence();
        if (!same || !ours || memory.getLong(entry + EntryLayout.STATE) != state) {
            forward(lengthBytes);
            return;
        }
        boolean traced = event != NodeTrace.NOT_YET;
        if (EntryLayout.stateOf(state) != EntryLayout.ANSWERED || bytes < 0 || !traced) {
            counters.count(Counter.DUPLICATES_DROPPED);
            return;
        }
        again.start(WireLayout.TYPE_RESPONSE, WireLayout.FLAG_AGAIN, 0, requester, id);
        again.traceIndex(event);
        counters.count(Counter.RESPONSES_RESENT);
        again.send(socket.source(), copy, bytes, check);
    }

    /// Copies an entry's message; returns its length, or -1 if what the entry says makes no sense, because it changes.
    private int copyMessage(long entry) {
        int buffer = memory.getInt(entry + EntryLayout.BUFFER);
        int bytes = memory.getInt(entry + EntryLayout.MESSAGE_BYTES);
        long from = areas.buffers() + Messages.offsetOf(buffer);
        if (buffer <= 0 || bytes < 0 || bytes > Node.MAX_MESSAGE_BYTES || from + bytes > areas.lengthBytes()) {
            return -1;
        }
        STORES.copy(memory.address(from), copy, bytes);
        counters.add(Counter.BYTES_COPIED, bytes);
        return bytes;
    }

    /// Passes the received request on to the main port, with the address that it came from.
    private void forward(int lengthBytes) {
        long datagram = incoming.address;
        int kind = RawMemory.getInt(datagram + WireLayout.KIND);
        STORES.putInt(
                datagram + WireLayout.KIND,
                WireLayout.kind(
                        WireLayout.TYPE_REQUEST,
                        WireLayout.flagsOf(kind) | WireLayout.FLAG_FORWARDED,
                        WireLayout.ackCountOf(kind)));
        STORES.putLong(datagram + WireLayout.REPLY_ADDRESS, socket.source());
        ByteBuffer header = incoming.view;
        header.limit(WireLayout.HEADER_BYTES).position(WireLayout.CHECKED);
        crc.reset();
        crc.update(header);
        STORES.putInt(datagram + WireLayout.HEADER_CHECK, (int) crc.getValue());
        counters.count(Counter.FORWARDED);
        counters.count(Counter.SYSTEM_CALLS);
        long sent = SystemCall.sendto(
                socket.fd, datagram, lengthBytes, MSG_DONTWAIT, socket.addressFor(forwardTo), NodeSocket.ADDRESS_BYTES);
        if (sent < 0) {
            counters.count(Counter.SENDS_FAILED);
        }
    }

    /// Takes over what was sent since the last time.
    private void takeSent(long now) {
        if (ring.takeLost()) {
            while (ring.take() != SendRing.NONE) {
                // The table has them all.
            }
            takeAll(now);
        }
        for (long request = ring.take(); request != SendRing.NONE; request = ring.take()) {
            levels[0].add(request, now + levelNanos[0]);
        }
    }

    /// Takes over all requests of the table that are sent: at the start, and if more were sent at once than the ring
    /// holds.
    private void takeAll(long now) {
        for (DueQueue level : levels) {
            level.clear();
        }
        for (int slot = 0; slot < client.table.limit; slot++) {
            long state = memory.getLong(client.table.at(slot) + EntryLayout.STATE);
            if (EntryLayout.stateOf(state) == EntryLayout.SENT) {
                levels[0].add(EntryLayout.ticket(state, slot), now);
            }
        }
    }

    private void sendDue(long now) {
        for (int level = 0; level < levels.length; level++) {
            while (levels[level].isDue(now)) {
                long request = levels[level].take();
                if (sendAgain(request)) {
                    int next = Math.min(level + 1, levels.length - 1);
                    levels[next].add(request, now + levelNanos[next]);
                }
            }
        }
    }

    /// Sends a request again, if that may be done already; false if it is answered.
    private boolean sendAgain(long request) {
        int slot = EntryLayout.slotOf(request);
        long entry = client.table.at(slot);
        long state = memory.getLong(entry + EntryLayout.STATE);
        if (!EntryLayout.isUse(request, state) || EntryLayout.stateOf(state) != EntryLayout.SENT) {
            return false;
        }
        VarHandle.loadLoadFence();
        int bytes = copyMessage(entry);
        int check = memory.getInt(entry + EntryLayout.MESSAGE_CHECK);
        long id = memory.getLong(entry + EntryLayout.ID);
        int peer = memory.getInt(entry + EntryLayout.OWNER);
        int event = client.sendEvents.length > 0 ? client.sendEvents[slot] : -1;
        long to = client.peerRetransmitAddress(peer);
        VarHandle.loadLoadFence();
        if (memory.getLong(entry + EntryLayout.STATE) != state || bytes < 0) {
            return false;
        }
        if (event == NodeTrace.NOT_YET) {
            return true;
        }
        again.start(WireLayout.TYPE_REQUEST, WireLayout.FLAG_AGAIN, 0, nodeId, id);
        again.floor(Math.min((long) ClientSide.FLOORS.getOpaque(client.floors, peer), WireLayout.counterOf(id)));
        again.traceIndex(event);
        counters.count(Counter.REQUESTS_RESENT);
        again.send(to, copy, bytes, check);
        return true;
    }

    /// Acknowledges, to each peer whose floor has not moved since the last look, what it has not confirmed.
    private void acknowledgeIdle(long now) {
        for (int peer = 0; peer < client.peerCount(); peer++) {
            long floor = (long) ClientSide.FLOORS.getOpaque(client.floors, peer);
            if (floor != seen[peer]) {
                seen[peer] = floor;
                backOff[peer] = 1;
                ackDue[peer] = now + options.idleAckNanos() / 2;
            } else if (floor > confirmed[peer] && now - ackDue[peer] >= 0 && client.isInUse(peer)) {
                backOff[peer] = Math.clamp(2L * backOff[peer], 1, MAX_BACK_OFF);
                ackDue[peer] = now + backOff[peer] * options.idleAckNanos();
                acks.start(WireLayout.TYPE_ACK, 0, 0, nodeId, WireLayout.id(peer, 0));
                acks.floor(floor);
                counters.count(Counter.ACKS_SENT);
                acks.send(client.peerAddress(peer), 0, 0, 0);
            }
        }
    }
}
