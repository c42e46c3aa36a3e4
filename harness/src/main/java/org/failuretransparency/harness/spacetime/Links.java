package org.failuretransparency.harness.spacetime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;

/// Which event comes before which in a list of events, by their places in the list: the one before it in its process,
/// and the send of a receive. Those before the list's beginning are [#NONE].
///
/// @param previous for each event the one before it in its process
/// @param send for each receive its send
record Links(List<Integer> previous, List<Integer> send) {

    static final int NONE = -1;

    /// @param events each after all that causally precede it
    static Links of(List<Event> events) {
        List<Integer> previous = new ArrayList<>();
        List<Integer> send = new ArrayList<>();
        Map<Integer, Integer> last = new HashMap<>();
        Map<Long, Integer> places = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            previous.add(last.getOrDefault(event.process(), NONE));
            send.add(
                    event.kind() == EventKind.RECEIVE
                            ? places.getOrDefault(name(event.peer(), event.peerIndex()), NONE)
                            : NONE);
            last.put(event.process(), i);
            places.put(name(event.process(), event.index()), i);
        }
        return new Links(previous, send);
    }

    /// The name of an event in one number.
    static long name(int process, int index) {
        return (long) process << Integer.SIZE | index;
    }
}
