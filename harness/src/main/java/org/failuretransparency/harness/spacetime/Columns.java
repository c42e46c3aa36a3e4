package org.failuretransparency.harness.spacetime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;

/// The columns of a diagram: the length of the longest causal path to an event. So a message always points to the
/// right, and events of one column are concurrent.
///
/// Commits of one round are one event, and share a column. That is impossible if something between two of them depends
/// on one and leads to the other, as with a faulty two-phase commit; then they lie where causality puts them.
final class Columns {

    private Columns() {}

    static int[] of(List<Event> events, Links links) {
        int[] columns = new int[events.size()];
        Map<Integer, Integer> rounds = new HashMap<>();
        // Each pass can move a round, and a round moves what follows it. Columns without a cycle are fewer than events.
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int i = 0; i < columns.length; i++) {
                int column = Math.max(columns[i], afterCauses(links, columns, i));
                int round = round(events.get(i));
                if (round != Event.NONE) {
                    column = Math.max(column, rounds.getOrDefault(round, 0));
                    rounds.put(round, column);
                }
                moved |= column > columns[i];
                columns[i] = column;
                if (column > 2 * columns.length) {
                    return withoutRounds(links, columns.length);
                }
            }
        }
        return columns;
    }

    private static int[] withoutRounds(Links links, int count) {
        int[] columns = new int[count];
        for (int i = 0; i < count; i++) {
            columns[i] = afterCauses(links, columns, i);
        }
        return columns;
    }

    private static int afterCauses(Links links, int[] columns, int event) {
        int previous = links.previous().get(event);
        int send = links.send().get(event);
        return Math.max(previous == Links.NONE ? 0 : columns[previous] + 1, send == Links.NONE ? 0 : columns[send] + 1);
    }

    /// The round that an event is a commit of, or [Event#NONE].
    static int round(Event event) {
        return event.kind() == EventKind.COMMIT ? event.peerIndex() : Event.NONE;
    }
}
