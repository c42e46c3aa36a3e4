package org.failuretransparency.harness.spacetime;

import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;

/// The words at an event: its label, or the value of a visible or a non-deterministic one.
final class Labels {

    private static final int MOST_CHARACTERS = 28;

    private Labels() {}

    static String of(Event event) {
        if (!event.label().isEmpty()) {
            return shortened(event.label());
        }
        boolean hasResult = event.kind() == EventKind.VISIBLE || event.kind() == EventKind.NON_DETERMINISTIC;
        return hasResult && event.value() != 0 ? Long.toString(event.value()) : "";
    }

    private static String shortened(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 1) + "…";
    }
}
