package org.failuretransparency.theory;

import java.util.Arrays;

/// Whether a stream of events is a computation: each event the next one of its process, each receive after its send, a
/// recovery after each crash. What follows causality through a stream builds on it: it gives each message a small
/// number, its *slot*, under which knowledge of the send can be kept for the receive.
///
/// A slot is free again when the receiver commits after the receive. Until then a crash of the receiver makes the
/// message one that can be received again.
///
/// **Cost**: 4 bytes an event, 17 bytes a message that can still be received; constant time an event, but for a commit
/// or crash, which takes the time of the receives since the last one.
///
/// **Threads**: one.
///
/// **Source**: §2.2.1, §2.2.3, §2.2.4.
public final class EventOrder {

    /// In place of a slot: the event is no send.
    private static final int NO_SEND = -1;
    /// In place of a slot: the message was received, and its receiver committed.
    private static final int RECEIVED_FOR_GOOD = -2;

    private static final int ALL_MARKS =
            Arrays.stream(EventMark.values()).mapToInt(EventMark::bit).reduce(0, (marks, bit) -> marks | bit);

    private final Line[] lines;
    private final boolean volatileCounts;
    private final RoundMembers rounds = new RoundMembers();

    private int[] slotSender = new int[64];
    private int[] slotSendIndex = new int[64];
    private int[] slotReceiver = new int[64];
    private boolean[] slotReceived = new boolean[64];
    private int[] freeSlots = new int[64];
    private int free;
    private int slots;
    private long events;

    /// @param processes how many there are, from 1 to 64
    /// @param volatileCounts whether a volatile commit is one; it is not when several processes may fail at once
    public EventOrder(int processes, boolean volatileCounts) {
        if (processes < 1 || processes > Long.SIZE) {
            throw new InvalidComputationException("too few or too many processes: processes=" + processes);
        }
        this.volatileCounts = volatileCounts;
        lines = new Line[processes];
        Arrays.setAll(lines, process -> new Line());
    }

    /// Takes the next event.
    ///
    /// @return the message's slot if the event is a send or receive, valid until the next call; -1 for other events
    /// @throws InvalidComputationException if the event cannot follow those before it; this object is of no further use
    public int next(Event event) {
        if (event.process() >= lines.length) {
            throw refuse("no such process", event, "processes=" + lines.length);
        }
        Line line = lines[event.process()];
        checkPlace(event, line);
        checkFields(event);
        int slot = switch (event.kind()) {
            case SEND -> send(event);
            case RECEIVE -> receive(event, line);
            case COMMIT -> join(event);
            case CRASH -> crash(line);
            case RECOVER -> recover(line);
            default -> NO_SEND;
        };
        line.append(event.kind() == EventKind.SEND ? slot : NO_SEND);
        if (commits(event)) {
            line.lastCommit = event.index();
            settleReceives(line, true);
        }
        events++;
        return slot;
    }

    /// The number of events taken.
    public long events() {
        return events;
    }

    /// The process's next event's index.
    public int nextIndex(int process) {
        return lines[process].next;
    }

    /// The index of the process's last commit that counts: what a crash would take it back to. -1 is its initial state.
    public int lastCommit(int process) {
        return lines[process].lastCommit;
    }

    /// Whether the event is a commit that counts, or atomic with one.
    public boolean commits(Event event) {
        return event.commits() && counts(event);
    }

    /// Whether a commit or log survives the failures that may happen.
    public boolean counts(Event event) {
        return volatileCounts || !event.has(EventMark.VOLATILE);
    }

    private void checkPlace(Event event, Line line) {
        if (event.index() < line.next) {
            throw refuse("index used twice", event, "expected=" + line.next);
        }
        if (event.index() > line.next) {
            throw refuse("events missing", event, "expected=" + line.next);
        }
        if (line.down && event.kind() != EventKind.RECOVER) {
            throw refuse("event of a crashed process", event, "kind=" + event.kind());
        }
        if (!line.down && event.kind() == EventKind.RECOVER) {
            throw refuse("recovery without a crash", event);
        }
        if (event.timeNanos() != 0) {
            if (event.timeNanos() < line.timeNanos) {
                throw refuse(
                        "clock runs backwards", event, "timeNanos=" + event.timeNanos() + ", before=" + line.timeNanos);
            }
            line.timeNanos = event.timeNanos();
        }
    }

    private void checkFields(Event event) {
        if ((event.marks() & ~ALL_MARKS) != 0) {
            throw refuse("no such mark", event, "marks=" + event.marks());
        }
        EventKind kind = event.kind();
        if ((kind == EventKind.CRASH || kind == EventKind.RECOVER) && event.has(EventMark.COMMITTED)) {
            throw refuse("commit in a crash or recovery", event, "kind=" + kind);
        }
        boolean hasPeer = kind == EventKind.SEND || kind == EventKind.RECEIVE || kind == EventKind.LOG;
        if (hasPeer ? event.peer() < 0 || event.peer() >= lines.length : event.peer() != Event.NONE) {
            throw refuse("wrong peer", event, "kind=" + kind + ", peer=" + event.peer());
        }
        boolean hasIndex = kind == EventKind.RECEIVE || kind == EventKind.LOG;
        boolean mayHaveIndex = hasIndex || kind == EventKind.COMMIT;
        if (hasIndex && event.peerIndex() < 0
                || event.peerIndex() < Event.NONE
                || !mayHaveIndex && event.peerIndex() != Event.NONE) {
            throw refuse("wrong peer index", event, "kind=" + kind + ", peerIndex=" + event.peerIndex());
        }
        if (kind == EventKind.LOG && event.peerIndex() >= lines[event.peer()].next) {
            throw refuse(
                    "log of a later event",
                    event,
                    "peer=" + event.peer() + ", peerIndex=" + event.peerIndex() + ", next=" + lines[event.peer()].next);
        }
    }

    private int send(Event event) {
        if (event.peer() == event.process()) {
            throw refuse("message to its own sender", event);
        }
        int slot = free > 0 ? freeSlots[--free] : newSlot();
        slotSender[slot] = event.process();
        slotSendIndex[slot] = event.index();
        slotReceiver[slot] = event.peer();
        slotReceived[slot] = false;
        return slot;
    }

    private int newSlot() {
        if (slots == slotSender.length) {
            int larger = slots + (slots >> 1);
            slotSender = Arrays.copyOf(slotSender, larger);
            slotSendIndex = Arrays.copyOf(slotSendIndex, larger);
            slotReceiver = Arrays.copyOf(slotReceiver, larger);
            slotReceived = Arrays.copyOf(slotReceived, larger);
        }
        return slots++;
    }

    private int receive(Event event, Line line) {
        Line sender = lines[event.peer()];
        if (event.peerIndex() >= sender.next) {
            throw refuse("receive without its send", event, message(event) + ", sender's next=" + sender.next);
        }
        int slot = sender.slots[event.peerIndex()];
        if (slot == NO_SEND) {
            throw refuse("receive of an event that is no send", event, message(event));
        }
        if (slot == RECEIVED_FOR_GOOD || slotReceived[slot]) {
            throw refuse("message received twice", event, message(event));
        }
        if (slotReceiver[slot] != event.process()) {
            throw refuse("receive by the wrong process", event, message(event) + ", receiver=" + slotReceiver[slot]);
        }
        slotReceived[slot] = true;
        line.received(slot);
        return slot;
    }

    private int join(Event event) {
        if (event.peerIndex() != Event.NONE && !rounds.add(event.peerIndex(), event.process())) {
            throw refuse("second commit of a round", event, "round=" + event.peerIndex());
        }
        return NO_SEND;
    }

    private int crash(Line line) {
        line.down = true;
        line.timeNanos = Long.MIN_VALUE;
        settleReceives(line, false);
        return NO_SEND;
    }

    /// The process may recover on a machine whose clock began anew.
    private static int recover(Line line) {
        line.down = false;
        return NO_SEND;
    }

    /// After a commit the messages that the process received since the last one are received for good; after a crash
    /// they are on their way again.
    private void settleReceives(Line line, boolean committed) {
        for (int i = 0; i < line.receivedCount; i++) {
            int slot = line.received[i];
            if (committed) {
                lines[slotSender[slot]].slots[slotSendIndex[slot]] = RECEIVED_FOR_GOOD;
                if (free == freeSlots.length) {
                    freeSlots = Arrays.copyOf(freeSlots, free + (free >> 1));
                }
                freeSlots[free++] = slot;
            } else {
                slotReceived[slot] = false;
            }
        }
        line.receivedCount = 0;
    }

    private static String message(Event receive) {
        return "sender=" + receive.peer() + ", sendIndex=" + receive.peerIndex();
    }

    private static InvalidComputationException refuse(String what, Event event) {
        return new InvalidComputationException(what + ": process=" + event.process() + ", index=" + event.index());
    }

    private static InvalidComputationException refuse(String what, Event event, String rest) {
        return new InvalidComputationException(
                what + ": process=" + event.process() + ", index=" + event.index() + ", " + rest);
    }

    /// What is known of one process.
    private static final class Line {
        /// For each event the slot of the message that it sent.
        private int[] slots = new int[64];
        /// The slots of the messages received since the last commit.
        private int[] received = new int[16];
        private int receivedCount;
        private int next;
        private int lastCommit = -1;
        private long timeNanos = Long.MIN_VALUE;
        private boolean down;

        void append(int slot) {
            if (next == slots.length) {
                slots = Arrays.copyOf(slots, next + (next >> 1));
            }
            slots[next++] = slot;
        }

        void received(int slot) {
            if (receivedCount == received.length) {
                received = Arrays.copyOf(received, receivedCount + (receivedCount >> 1));
            }
            received[receivedCount++] = slot;
        }
    }
}
