package org.failuretransparency.theory.checker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventOrder;
import org.failuretransparency.theory.EventSink;

/// Checks the commit invariant of Theorem 2 while a computation runs: for each visible event and each commit event, all
/// non-deterministic events that causally' precede it must be committed or logged by an event that causally precedes
/// it, is it, or is a commit of the same round.
///
/// - **Logs** cover the recorded results of a process up to an index. A log outlives the crash of the process that
///   wrote it, which knows it again when it has recovered.
/// - **Crashes** truncate the process's history to its last commit. What it executed after that and was on no log by
///   then is lost: nothing covers it any more, and what depends on it can neither be visible nor commit. Results that
///   were on a log are covered for those whose past holds a log of them.
/// - **Rounds** are one atomic event. A commit that relies on the commit of another process in its round is judged when
///   that comes; it is a violation if a crash of that process comes first, or the computation's end. After it all
///   members know what each of them knew of commits and logs. What else relies on a round must come after the commits
///   that it needs.
/// - **Volatile** commits and logs count if failures come one at a time ([Failures#ONE]), and are none otherwise.
///
/// Violations can be asked for at any time; the verdict only when the computation ended, and never if an event was
/// refused.
///
/// **Cost**: time in proportion to processes for each send, receive, visible event and commit, constant for the rest; 4
/// bytes an event, 12 a receive, 8 a non-deterministic event, 4 a visible or commit event, and 20 bytes for each
/// process a message that its receiver has not committed. A witness takes time and space in proportion to the receives
/// since the last events that were found right. Measured with 8 processes and 10 million events on 2 shared cores with
/// a heap of 1 GB: 0.9 s, 90 ns and 18 bytes an event where processes commit; 1.8 s, 180 ns and 50 bytes an event where
/// they log and never commit, so that all messages are kept; 3.4 s with a thousand crashes and their replays; 13 s
/// where the ways of four witnesses lead back through the whole computation. Time grows in proportion from 1 to 10
/// million.
///
/// **Threads**: one.
///
/// **Throws**: [org.failuretransparency.theory.InvalidComputationException] for events that are no computation, with
/// the words of [EventOrder].
///
/// **Source**: Theorem 2, Corollary 1, Figure 2.9 (§2.2.4); §2.3.1.8 for logs.
public final class CommitInvariant implements EventSink {

    /// How many violations are kept with their witnesses, if nobody says otherwise.
    public static final int DEFAULT_KEPT = 10;

    private final EventOrder order;
    private final Witnesses witnesses;
    private final int maxKept;
    private final History[] histories;
    /// What each process's last event's past holds, that event included, and the same for its last commit.
    private final Past[] pasts;

    private final Past[] committedPasts;
    private final MessagePasts messages;
    private final Past received;
    private final Rounds rounds;
    /// For each process the index up to which its results are on some log, and by which process they were logged.
    private final int[] logged;

    private final int[][] loggedBy;

    private final List<Violation> kept = new ArrayList<>();
    private final Map<Violation.Kind, Long> counts = new EnumMap<>(Violation.Kind.class);
    private long visibleEvents;
    private long commitEvents;
    private State state = State.READING;

    private enum State {
        READING,
        REFUSED,
        ENDED
    }

    /// @param processes the processes' names, for the words of witnesses
    /// @param failures which failures the computation is meant to survive
    /// @param maxKept how many violations are kept with their witnesses; all are counted
    public CommitInvariant(List<String> processes, Failures failures, int maxKept) {
        int count = processes.size();
        order = new EventOrder(count, failures == Failures.ONE);
        this.maxKept = maxKept;
        histories = new History[count];
        Arrays.setAll(histories, process -> new History());
        witnesses = new Witnesses(List.copyOf(processes), histories);
        pasts = new Past[count];
        Arrays.setAll(pasts, process -> new Past(count));
        committedPasts = new Past[count];
        Arrays.setAll(committedPasts, process -> new Past(count));
        messages = new MessagePasts(count);
        received = new Past(count);
        rounds = new Rounds(count);
        logged = new int[count];
        Arrays.fill(logged, Event.NONE);
        loggedBy = new int[count][count];
        for (int[] by : loggedBy) {
            Arrays.fill(by, Event.NONE);
        }
    }

    /// Checks a computation that is in memory.
    public static Verdict check(Computation computation, Failures failures) {
        CommitInvariant invariant = new CommitInvariant(computation.processes(), failures, DEFAULT_KEPT);
        computation.replay(invariant);
        return invariant.end();
    }

    @Override
    public void accept(Event event) {
        if (state != State.READING) {
            throw new IllegalStateException("no event can follow: state=" + state);
        }
        state = State.REFUSED;
        int slot = order.next(event);
        state = State.READING;
        Past past = pasts[event.process()];
        boolean commits = order.commits(event);
        before(event, past, commits, slot);
        if (commits) {
            commitEvents++;
            past.addCommit(event.process(), event.index());
        }
        if (event.kind() == EventKind.VISIBLE) {
            visibleEvents++;
            judge(event, Violation.Kind.SAFETY, past, commits);
        } else if (commits) {
            judge(event, Violation.Kind.LIVENESS, past, true);
        }
        if (event.nonDeterministic()) {
            witnesses.keep(event);
            past.addNonDeterministic(event.process(), event.index(), event.has(EventMark.RECORDED));
        }
        if (commits) {
            committedPasts[event.process()].set(past);
        }
        if (event.kind() == EventKind.SEND) {
            messages.store(slot, past);
        }
    }

    /// The violations found until now, in the order in which they were found; the first ones only.
    public List<Violation> violations() {
        return Collections.unmodifiableList(kept);
    }

    /// How many violations of one kind were found until now.
    public long count(Violation.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /// Ends the computation: commits that still wait for their round are violations.
    ///
    /// @throws IllegalStateException if it had ended, or an event was refused
    public Verdict end() {
        if (state != State.READING) {
            throw new IllegalStateException("no verdict: state=" + state);
        }
        rounds.end(this::violatedInRound);
        state = State.ENDED;
        return verdict();
    }

    /// The verdict on the computation that ended.
    ///
    /// @throws IllegalStateException if it has not ended, or an event was refused
    public Verdict verdict() {
        if (state != State.ENDED) {
            throw new IllegalStateException("no verdict: state=" + state);
        }
        return new Verdict(
                order.events(),
                visibleEvents,
                commitEvents,
                count(Violation.Kind.SAFETY),
                count(Violation.Kind.LIVENESS),
                count(Violation.Kind.COROLLARY_1),
                kept);
    }

    /// What the event brings into its process's past, before it is judged.
    private void before(Event event, Past past, boolean commits, int slot) {
        switch (event.kind()) {
            case RECEIVE -> {
                messages.load(slot, received);
                received.settle(histories);
                past.merge(received);
                histories[event.process()].addReceive(event.index(), event.peer(), event.peerIndex());
            }
            case LOG -> {
                if (order.counts(event)) {
                    int process = event.peer();
                    int[] by = loggedBy[event.process()];
                    past.addLog(process, event.peerIndex());
                    by[process] = Math.max(by[process], event.peerIndex());
                    logged[process] = Math.max(logged[process], event.peerIndex());
                }
            }
            case COMMIT -> {
                if (commits && isOfRound(event)) {
                    past.addCommit(event.process(), event.index());
                    rounds.join(event, pasts, committedPasts);
                }
            }
            case CRASH -> crash(event.process(), event.index());
            default -> {
                // Nothing comes in with the other kinds.
            }
        }
    }

    private void crash(int process, int index) {
        histories[process].addCrash(index, order.lastCommit(process), logged[process]);
        Past recovered = pasts[process];
        recovered.set(committedPasts[process]);
        for (int other = 0; other < pasts.length; other++) {
            recovered.addLog(other, loggedBy[process][other]);
        }
        recovered.settle(histories);
        for (Past past : pasts) {
            past.settle(process, histories[process]);
        }
        rounds.crashed(process, histories[process], this::violatedInRound);
    }

    private void judge(Event event, Violation.Kind kind, Past past, boolean commits) {
        boolean corollary1 = event.nonDeterministic() && event.kind() == EventKind.VISIBLE && !commits;
        if (past.covered()) {
            if (!corollary1) {
                histories[event.process()].addClean(event.index());
            }
        } else if (isOfRound(event)) {
            rounds.judge(event, past, this::violatedInRound);
        } else {
            violated(kind, event, past);
        }
        if (corollary1) {
            counts.merge(Violation.Kind.COROLLARY_1, 1L, Long::sum);
            if (kept.size() < maxKept) {
                kept.add(witnesses.corollary1(event));
            }
        }
    }

    private static boolean isOfRound(Event event) {
        return event.kind() == EventKind.COMMIT && event.peerIndex() != Event.NONE;
    }

    private void violatedInRound(Event commit, Past past) {
        violated(Violation.Kind.LIVENESS, commit, past);
    }

    private void violated(Violation.Kind kind, Event event, Past past) {
        counts.merge(kind, 1L, Long::sum);
        if (kept.size() < maxKept) {
            kept.add(witnesses.find(kind, event, past));
        }
    }
}
