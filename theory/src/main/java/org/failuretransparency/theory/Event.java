package org.failuretransparency.theory;

import java.util.Objects;

/// One event of one process: a transition of its state (§2.2.1).
///
/// | kind | `peer` | `peerIndex` |
/// | --- | --- | --- |
/// | SEND | the process that it is sent to | -1 |
/// | RECEIVE | the sender | the index of the SEND event at the sender |
/// | COMMIT | -1 | the round that this commit is part of, or -1. Commits of one round are one atomic event of several processes |
/// | LOG | the process whose results are logged | the index of that process's last event that the log covers: all its recorded events up to there survive |
/// | others | -1 | -1 |
///
/// @param process the process that executed it, from 0
/// @param index its place among the events that the process ever executed, from 0; indexes go on after a crash, so that
///     (process, index) names an event for good
/// @param type kind and source of non-determinism
/// @param marks the bits of its [EventMark]s
/// @param peer see the table
/// @param peerIndex see the table
/// @param timeNanos when it was executed, in nanoseconds of the process's monotonic clock; 0 if not known
/// @param value its result or content: of a non-deterministic event what was chosen, of a visible event what was shown
/// @param label words for people; empty if there are none
public record Event(
        int process,
        int index,
        EventType type,
        int marks,
        int peer,
        int peerIndex,
        long timeNanos,
        long value,
        String label) {

    /// Stands for "no peer", "no index" and "no round".
    public static final int NONE = -1;

    public Event {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(label, "label");
        if (process < 0 || index < 0) {
            throw new InvalidComputationException("no such event: process=" + process + ", index=" + index);
        }
    }

    /// An event without peer, marks, time, value and label.
    public static Event of(int process, int index, EventType type) {
        return new Event(process, index, type, 0, NONE, NONE, 0, 0, "");
    }

    public static Event send(int process, int index, int receiver) {
        return of(process, index, EventType.SEND).withPeer(receiver, NONE);
    }

    public static Event receive(int process, int index, EventType type, int sender, int sendIndex) {
        return of(process, index, type).withPeer(sender, sendIndex);
    }

    public Event withPeer(int newPeer, int newPeerIndex) {
        return new Event(process, index, type, marks, newPeer, newPeerIndex, timeNanos, value, label);
    }

    public Event with(EventMark mark) {
        return new Event(process, index, type, marks | mark.bit(), peer, peerIndex, timeNanos, value, label);
    }

    public Event withTimeNanos(long newTimeNanos) {
        return new Event(process, index, type, marks, peer, peerIndex, newTimeNanos, value, label);
    }

    public Event withValue(long newValue) {
        return new Event(process, index, type, marks, peer, peerIndex, timeNanos, newValue, label);
    }

    public Event withLabel(String newLabel) {
        return new Event(process, index, type, marks, peer, peerIndex, timeNanos, value, newLabel);
    }

    public EventKind kind() {
        return type.kind();
    }

    public boolean has(EventMark mark) {
        return (marks & mark.bit()) != 0;
    }

    /// Whether recovery could choose a sibling of this event: its type is non-deterministic, it was not replayed from a
    /// log, and it is no receive of the recovery system's own.
    public boolean nonDeterministic() {
        return type.nonDeterministic() && (marks & (EventMark.REPLAYED.bit() | EventMark.CONTROL.bit())) == 0;
    }

    /// Whether it is a commit, or was executed atomically with one.
    public boolean commits() {
        return type.kind() == EventKind.COMMIT || has(EventMark.COMMITTED);
    }
}
