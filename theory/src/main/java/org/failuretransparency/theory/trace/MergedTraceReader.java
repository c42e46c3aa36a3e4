package org.failuretransparency.theory.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.MalformedTraceException;
import org.jspecify.annotations.Nullable;

/// Merges the traces that processes wrote of their own events into one, in which each event comes after all that
/// causally precede it: a receive after its send, a log after the events that it covers, and the commits of one round
/// side by side. Processes take turns, one event each, as far as this order allows. So the result depends on the traces
/// alone.
///
/// Memory does not grow with the events, but for about 50 bytes a round: who is part of a round is in no single trace,
/// so at the first commit of one the traces are read through to count.
final class MergedTraceReader implements TraceReader {

    private final List<Path> paths;
    private final List<TraceReader> sources;
    private final boolean endRequired;
    private final TraceHeader header;
    /// Of process p: its trace, its next event, and how many were handed out.
    private final TraceReader[] readers;

    private final @Nullable Event[] heads;
    private final int[] taken;
    private final Queue<Event> round = new ArrayDeque<>();
    private @Nullable Map<Integer, Integer> commitsLeft;
    private int turn;
    private String where = "";
    private boolean finished;

    /// @param sources the open traces of `paths`, at their beginning, to be closed with this one
    MergedTraceReader(List<Path> paths, List<TraceReader> sources, boolean endRequired) throws IOException {
        this.paths = paths;
        this.sources = sources;
        this.endRequired = endRequired;
        readers = inOrderOfProcesses(paths, sources);
        header = TraceHeader.of(sources.getFirst().header().processes());
        heads = new @Nullable Event[readers.length];
        taken = new int[readers.length];
        for (int process = 0; process < readers.length; process++) {
            heads[process] = readers[process].next();
        }
    }

    private static TraceReader[] inOrderOfProcesses(List<Path> paths, List<TraceReader> sources) {
        List<String> processes = sources.getFirst().header().processes();
        @Nullable TraceReader[] byProcess = new @Nullable TraceReader[processes.size()];
        for (int n = 0; n < sources.size(); n++) {
            TraceHeader header = sources.get(n).header();
            if (!header.processes().equals(processes)) {
                throw new MalformedTraceException(paths.get(n) + ": trace of another computation: processes="
                        + header.processes() + ", expected=" + processes);
            }
            if (header.only() < 0) {
                throw new MalformedTraceException(
                        paths.get(n) + ": trace of all processes among others: files=" + paths.size() + ", expected=1");
            }
            if (byProcess[header.only()] != null) {
                throw new MalformedTraceException(
                        paths.get(n) + ": second trace of a process: process=" + processes.get(header.only()));
            }
            byProcess[header.only()] = sources.get(n);
        }
        TraceReader[] readers = new TraceReader[processes.size()];
        for (int process = 0; process < readers.length; process++) {
            TraceReader reader = byProcess[process];
            if (reader == null) {
                throw new MalformedTraceException(
                        paths.getFirst() + ": trace of another process is missing: process=" + processes.get(process));
            }
            readers[process] = reader;
        }
        return readers;
    }

    @Override
    public TraceHeader header() {
        return header;
    }

    @Override
    public @Nullable Event next() throws IOException {
        if (!round.isEmpty()) {
            return take(round.remove());
        }
        for (int tries = 0; tries < heads.length; tries++) {
            Event head = heads[turn];
            turn = turn + 1 == heads.length ? 0 : turn + 1;
            if (head != null && isNext(head)) {
                return take(inRound(head) ? gatherRound(head.peerIndex()) : head);
            }
        }
        Event left = null;
        for (Event head : heads) {
            if (head != null && inRound(head)) {
                return take(head);
            }
            left = left == null ? head : left;
        }
        if (left != null && endRequired) {
            throw noOrder(left);
        }
        finished = left == null && sources.stream().allMatch(TraceReader::finished);
        return null;
    }

    /// Whether all that directly precedes `head` has been handed out, and for a round that all its commits come next.
    private boolean isNext(Event head) throws IOException {
        if (head.kind() == EventKind.RECEIVE || head.kind() == EventKind.LOG && head.peer() != head.process()) {
            return head.peerIndex() < taken[head.peer()];
        }
        return !inRound(head) || waiting(head.peerIndex()) == commitsLeft(head.peerIndex());
    }

    private static boolean inRound(Event event) {
        return event.kind() == EventKind.COMMIT && event.peerIndex() >= 0;
    }

    /// How many processes have a commit of this round as their next event.
    private int waiting(int ofRound) {
        int waiting = 0;
        for (Event head : heads) {
            waiting += head != null && inRound(head) && head.peerIndex() == ofRound ? 1 : 0;
        }
        return waiting;
    }

    /// How many commits of this round have not been handed out.
    private int commitsLeft(int ofRound) throws IOException {
        Map<Integer, Integer> commits = commitsLeft;
        if (commits == null) {
            commits = new HashMap<>();
            for (Path path : paths) {
                try (TraceReader reader = Traces.openOne(path, endRequired)) {
                    for (Event event = reader.next(); event != null; event = reader.next()) {
                        if (inRound(event)) {
                            commits.merge(event.peerIndex(), 1, Integer::sum);
                        }
                    }
                }
            }
            commitsLeft = commits;
        }
        return commits.getOrDefault(ofRound, 0);
    }

    /// The first commit of a round; the others come next.
    private Event gatherRound(int number) {
        for (Event head : heads) {
            if (head != null && inRound(head) && head.peerIndex() == number) {
                round.add(head);
            }
        }
        return round.remove();
    }

    private Event take(Event event) throws IOException {
        int process = event.process();
        if (commitsLeft != null && inRound(event)) {
            commitsLeft.merge(event.peerIndex(), -1, Integer::sum);
        }
        where = readers[process].where();
        taken[process]++;
        heads[process] = readers[process].next();
        return event;
    }

    /// Why no process can go on: one waits for an event that no trace holds, or they wait in a circle.
    private MalformedTraceException noOrder(Event left) {
        StringBuilder circle = new StringBuilder();
        for (Event head : heads) {
            if (head == null) {
                continue;
            }
            String line = TraceText.line(header.processes(), head);
            String peer = header.processes().get(head.peer());
            if (heads[head.peer()] == null) {
                return new MalformedTraceException(readers[head.process()].where() + ": event before its cause: event="
                        + line + ", but the trace of " + peer + " ends: events=" + taken[head.peer()]);
            }
            circle.append("; ")
                    .append(line)
                    .append(" waits for ")
                    .append(peer)
                    .append('/')
                    .append(head.peerIndex());
        }
        return new MalformedTraceException(
                readers[left.process()].where() + ": events that precede each other" + circle);
    }

    @Override
    public String where() {
        return where;
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public void close() throws IOException {
        Traces.close(sources);
    }
}
