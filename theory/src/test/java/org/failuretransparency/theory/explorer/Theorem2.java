package org.failuretransparency.theory.explorer;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;

/// Theorem 2 as its formula says, by brute force over a failure-free trace: slow and plainly right.
final class Theorem2 {

    private final List<Event> events;
    private final boolean[][] precedes;

    private Theorem2(Computation computation) {
        events = computation.events();
        int n = events.size();
        precedes = new boolean[n][n];
        for (int a = 0; a < n; a++) {
            for (int b = 0; b < n; b++) {
                precedes[a][b] = directly(events.get(a), events.get(b));
            }
        }
        for (int via = 0; via < n; via++) {
            for (int a = 0; a < n; a++) {
                for (int b = 0; b < n; b++) {
                    precedes[a][b] |= precedes[a][via] && precedes[via][b];
                }
            }
        }
    }

    static boolean holds(Computation computation) {
        return holds(computation, EnumSet.of(EventKind.VISIBLE, EventKind.COMMIT));
    }

    /// Visible events only: the theorem's safety part. Commits only: its liveness part.
    static boolean holds(Computation computation, Set<EventKind> targets) {
        return new Theorem2(computation).holds(targets);
    }

    /// Commits of a round are one event, hence precede each other.
    private static boolean directly(Event a, Event b) {
        return a.process() == b.process() && a.index() < b.index()
                || b.kind() == EventKind.RECEIVE && b.peer() == a.process() && b.peerIndex() == a.index()
                || sameRound(a, b) && a.process() != b.process();
    }

    private static boolean sameRound(Event a, Event b) {
        return a.kind() == EventKind.COMMIT
                && b.kind() == EventKind.COMMIT
                && a.peerIndex() >= 0
                && a.peerIndex() == b.peerIndex();
    }

    private boolean holds(Set<EventKind> targets) {
        for (int target = 0; target < events.size(); target++) {
            if (targets.contains(events.get(target).kind())) {
                for (int choice = 0; choice < events.size(); choice++) {
                    if (events.get(choice).nonDeterministic() && precedes[choice][target] && !safe(choice, target)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private boolean safe(int choice, int target) {
        for (int e = 0; e < events.size(); e++) {
            if (makesSurvive(events.get(e), events.get(choice)) && (e == target || precedes[e][target])) {
                return true;
            }
        }
        return false;
    }

    private static boolean makesSurvive(Event e, Event choice) {
        return switch (e.kind()) {
            case COMMIT -> e.process() == choice.process() && e.index() > choice.index();
            case LOG ->
                e.peer() == choice.process() && e.peerIndex() >= choice.index() && choice.has(EventMark.RECORDED);
            default -> false;
        };
    }
}
