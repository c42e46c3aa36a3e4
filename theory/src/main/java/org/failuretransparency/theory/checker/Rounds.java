package org.failuretransparency.theory.checker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.failuretransparency.theory.Event;

/// The rounds: atomic commits of several processes, which happen one after the other in the stream.
///
/// A commit of a round may rely on what another process commits later in the same round, so that its judgement waits:
/// until that process joined the round, or crashed, or the computation ended. And since the round is one event, all its
/// members know, once it happened, what each of them knew of commits and logs.
final class Rounds {

    private final int processes;
    private final Map<Integer, Round> rounds = new HashMap<>();
    private final List<Set<Waiting>> waitingFor = new ArrayList<>();

    Rounds(int processes) {
        this.processes = processes;
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

    /// Lets a commit of a round, whose past is not covered, wait for the processes that could still cover it.
    ///
    /// @return false if waiting cannot help
    boolean defer(Event commit, Past past) {
        Round round = rounds.get(commit.peerIndex());
        if (round == null || past.beyondHelp()) {
            return false;
        }
        Set<Integer> missing = new LinkedHashSet<>();
        for (int process = 0; process < processes; process++) {
            if (!past.committedOrLogged(process)) {
                if (round.has(process)) {
                    return false;
                }
                missing.add(process);
            }
        }
        Waiting waiting = new Waiting(commit, new Past(past), missing, round);
        round.waiting.add(waiting);
        missing.forEach(process -> waitingFor.get(process).add(waiting));
        return true;
    }

    /// A process crashed: what its commit would have covered is lost.
    void crashed(int process, Consumer<Waiting> violated) {
        for (Waiting waiting : List.copyOf(waitingFor.get(process))) {
            drop(waiting);
            for (int other : waiting.missing) {
                if (other != process) {
                    waiting.past.addCommit(other, Integer.MAX_VALUE);
                }
            }
            violated.accept(waiting);
        }
    }

    /// The computation ended: no round becomes complete any more.
    void end(Consumer<Waiting> violated) {
        Set<Waiting> all = new LinkedHashSet<>();
        waitingFor.forEach(all::addAll);
        all.forEach(violated);
    }

    private void drop(Waiting waiting) {
        waiting.round.waiting.remove(waiting);
        waiting.missing.forEach(process -> waitingFor.get(process).remove(waiting));
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

    /// A commit whose judgement waits.
    static final class Waiting {
        private final Event commit;
        /// Its past, with the commits of the round that came since. When a crash ends the wait, it takes those that are
        /// still missing for done, so that the witness is about the process that crashed.
        private final Past past;

        private final Set<Integer> missing;
        private final Round round;

        private Waiting(Event commit, Past past, Set<Integer> missing, Round round) {
            this.commit = commit;
            this.past = past;
            this.missing = missing;
            this.round = round;
        }

        Event commit() {
            return commit;
        }

        Past past() {
            return past;
        }
    }
}
