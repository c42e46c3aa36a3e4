package org.failuretransparency.theory.explorer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/// Visits every global state that a computation can be in, and stops at the first in which the watcher objects.
///
/// States are visited by the number of failures before them, fewest first. A state that was visited with fewer failures
/// is not visited again with more: whatever can follow it then was already tried. So the number of failures is no part
/// of a state, and the first bad run found has as few failures as a bad run can have.
///
/// **Source:** §2.2.4, Theorem 1.
final class Search {

    /// The way to a state.
    ///
    /// @param move what was done
    /// @param state the state's number after it
    record Way(int move, int state) {}

    private final Moves moves;
    private final Layout layout;
    private final Watcher watcher;
    private final StateTable table;
    private final boolean shortest;
    private final Deque<Integer> frontier = new ArrayDeque<>();
    private int bad = StateTable.NONE;
    private int badMove;

    /// @param shortest whether to look for a bad run with few moves (in addition to few failures), which takes longer
    Search(Locals locals, Layout layout, Watcher watcher, boolean shortest) {
        moves = new Moves(locals, layout, watcher);
        this.layout = layout;
        this.watcher = watcher;
        this.shortest = shortest;
        table = new StateTable(layout.words());
    }

    /// Searches everything with at most that many failures.
    ///
    /// @return whether the watcher never objected
    boolean run(int failures) {
        int from = 0;
        found(moves.initial(), StateTable.NONE, 0);
        closeUnderEvents();
        for (int failure = 0; failure < failures && bad == StateTable.NONE; failure++) {
            int end = table.count();
            for (int state = from; state < end && bad == StateTable.NONE; state++) {
                failFrom(state);
            }
            closeUnderEvents();
            from = end;
        }
        return bad == StateTable.NONE;
    }

    StateTable table() {
        return table;
    }

    /// The way to the bad state. If the observer saw what cannot be, its last move is the one that showed it.
    List<Way> badWay() {
        List<Way> way = new ArrayList<>();
        if (badMove >= 0) {
            way.add(new Way(badMove, StateTable.NONE));
        }
        for (int state = bad; table.parent(state) != StateTable.NONE; state = table.parent(state)) {
            way.add(new Way(table.move(state), state));
        }
        Collections.reverse(way);
        return way;
    }

    /// Whether the bad run ends with a visible event that cannot be, and not with an output that is not whole.
    boolean badEvent() {
        return badMove >= 0;
    }

    private void found(int[] state, int parent, int move) {
        int number = table.add(state, parent, move);
        if (number != StateTable.NONE) {
            frontier.add(number);
        }
    }

    private void closeUnderEvents() {
        while (!frontier.isEmpty() && bad == StateTable.NONE) {
            executeFrom(shortest ? frontier.removeFirst() : frontier.removeLast());
        }
    }

    private void executeFrom(int state) {
        table.read(state, moves.now());
        boolean over = true;
        for (int p = 0; p < layout.processes; p++) {
            int branches = moves.branches(p);
            for (int branch = 0; branch < branches; branch++) {
                int event = moves.possible(p, branch);
                if (event >= 0) {
                    over = false;
                    if (!moves.execute(event)) {
                        bad = state;
                        badMove = event;
                        return;
                    }
                    found(moves.after(), state, event);
                }
            }
        }
        if (over && !watcher.over(moves.now()[Layout.MEMORY])) {
            bad = state;
            badMove = -1;
        }
    }

    private void failFrom(int state) {
        table.read(state, moves.now());
        int candidates = moves.uncommitted();
        for (int failed = -candidates & candidates; failed != 0; failed = failed - candidates & candidates) {
            moves.fail(failed);
            found(moves.after(), state, Moves.failure(failed));
        }
        if (!shortest) {
            closeUnderEvents();
        }
    }
}
