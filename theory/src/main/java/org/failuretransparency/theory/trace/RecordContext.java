package org.failuretransparency.theory.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.failuretransparency.theory.Event;

/// What the fields of a record are relative to: the records before it. Reader and writer of a binary trace keep the
/// same, and a writer that continues a trace takes over the reader's.
final class RecordContext {

    private final int[] indexes;
    private final long[] timesNanos;
    private final Map<String, Integer> labelNumbers = new HashMap<>();
    private final List<String> labels = new ArrayList<>();
    private int process;
    private int round;

    RecordContext(TraceHeader header) {
        indexes = new int[header.processes().size()];
        timesNanos = new long[indexes.length];
        process = Math.max(0, header.only());
    }

    /// The process of the last record.
    int process() {
        return process;
    }

    /// What the `peerIndex` of a record with this peer is relative to; without a peer it is a round.
    int index(int peer) {
        return peer < 0 ? round : indexes[peer];
    }

    long timeNanos(int ofProcess) {
        return timesNanos[ofProcess];
    }

    /// The number of a remembered label, from 1; 0 if it is a new one.
    int labelNumber(String label) {
        return labelNumbers.getOrDefault(label, 0);
    }

    int labels() {
        return labels.size();
    }

    String label(int number) {
        return labels.get(number - 1);
    }

    void newLabel(String label, int lengthBytes) {
        if (labels.size() < TraceFormat.MAX_REMEMBERED_LABELS
                && lengthBytes <= TraceFormat.MAX_REMEMBERED_LABEL_BYTES) {
            labels.add(label);
            labelNumbers.put(label, labels.size());
        }
    }

    /// Goes on to the next record. A new label is told apart by [#newLabel].
    void advance(Event event) {
        process = event.process();
        if (event.timeNanos() != 0) {
            timesNanos[process] = event.timeNanos();
        }
        if (event.peerIndex() < 0) {
            return;
        }
        if (event.peer() < 0) {
            round = event.peerIndex();
        } else {
            indexes[event.peer()] = event.peerIndex();
        }
    }
}
