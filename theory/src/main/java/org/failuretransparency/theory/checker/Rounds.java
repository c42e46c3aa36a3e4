package org.failuretransparency.theory.checker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.failuretransparency.theory.Event;

/// The rounds: atomic commits of several processes, which happen one after the other in the stream.
///
/// A commit of a round may rely on what another process commits later in the same round, so that its judgement waits:
/// until that process joined the round, or crashed and lost what it would have committed, or the computation ended. And
/// since the round is one event, all its members know, once it happened, what each of them knew of commits and logs.
final class Rounds {

    private final int processes;
    /// Those that some process has not joined.
    private final Map<Integer, Round> rounds = new HashMap<>();

    /// Stands for all others.
    private final Round complete;

    private final List<Set<Waiting>> waitingFor = new ArrayList<>();

    Rounds(int processes) {
        this.processes = processes;
        complete = new Round(processes);
        complete.members = -1;
        for (int process = 0; process < processes; process++) {
            waitingFor.add(new LinkedHashSet<>());
        }
    }

    /// A process commits in a round: it learns what the members know, and they, in `pasts` and at their last commits,
    /// learn what it knows.
    void join(Event commit, Past[] pasts, Past[] committedPasts) {
        int self = commit.process();
        Round round = rounds.computeIfAbsent(commit.peerIndex(), any -> new Round(processes));
        pasts[self].learn(round.known);
        round.known.learn(pasts[self]);
        for (int member = 0; member < processes; member++) {
            if (round.has(member)) {
                pasts[member].learn(round.known);
                committedPasts[member].learn(round.known);
            }
        }
        round.members |= 1L << self;
        for (Iterator<Waiting> all = round.waiting.iterator(); all.hasNext(); ) {
            Waiting waiting = all.next();
            if (waiting.missing.remove(self)) {
                waiting.past.addCommit(self, commit.index());
                waitingFor.get(self).remove(waiting);
            }
            if (waiting.missing.isEmpty()) {
                all.remove();
            }
        }
        if (Long.bitCount(round.members) == processes) {
            rounds.remove(commit.peerIndex());
        }
    }

    /// Judges a commit of a round whose past is not covered: it waits if the round's other commits could cover all of
    /// it, and is a violation if not.
    void judge(Event commit, Past past, BiConsumer<Event, Past> violated) {
        Round round = rounds.getOrDefault(commit.peerIndex(), complete);
        Set<Integer> missing = new LinkedHashSet<>();
        for (int process = 0; process < processes; process++) {
            if (!past.committedOrLogged(process) && !round.has(process)) {
                missing.add(process);
            }
        }
        Waiting waiting = new Waiting(commit, new Past(past), missing, round);
        Past atBest = waiting.pastAtBest();
        if (!atBest.covered()) {
            violated.accept(commit, atBest);
            return;
        }
        round.waiting.add(waiting);
        missing.forEach(process -> waitingFor.get(process).add(waiting));
    }

    /// A process crashed: what that undid, its commit in a round does not cover.
    void crashed(int process, History history, BiConsumer<Event, Past> violated) {
        for (Waiting waiting : List.copyOf(waitingFor.get(process))) {
            waiting.past.settle(process, history);
            Past atBest = waiting.pastAtBest();
            if (!atBest.covered()) {
                waiting.round.waiting.remove(waiting);
                waiting.missing.forEach(each -> waitingFor.get(each).remove(waiting));
                violated.accept(waiting.commit, atBest);
            }
        }
    }

    /// The computation ended: no round becomes complete any more.
    void end(BiConsumer<Event, Past> violated) {
        Set<Waiting> all = new LinkedHashSet<>();
        waitingFor.forEach(all::addAll);
        all.forEach(waiting -> violated.accept(waiting.commit, waiting.past));
    }

    private static final class Round {
        private final Past known;
        private final Set<Waiting> waiting = new LinkedHashSet<>();
        private long members;

        Round(int processes) {
            known = new Past(processes);
        }

        boolean has(int process) {
            return (members & 1L << process) != 0;
        }
    }

    /// A commit whose judgement waits, and its past with the commits of the round that came since.
    private static final class Waiting {
        private final Event commit;
        private final Past past;
        private final Set<Integer> missing;
        private final Round round;

        Waiting(Event commit, Past past, Set<Integer> missing, Round round) {
            this.commit = commit;
            this.past = past;
            this.missing = missing;
            this.round = round;
        }

        /// Its past if all that are missing came and covered what no crash undid.
        Past pastAtBest() {
            Past atBest = new Past(past);
            missing.forEach(process -> atBest.addCommit(process, Integer.MAX_VALUE));
            return atBest;
        }
    }
}
