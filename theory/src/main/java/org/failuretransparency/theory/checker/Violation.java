package org.failuretransparency.theory.checker;

import org.failuretransparency.theory.Event;

/// An event that breaks the commit invariant.
///
/// @param nonDeterministic the non-deterministic event that it relies on and that nothing committed in time: the one
///     with the shortest way to it. As in all but the last event of the witness, time and value are not kept.
/// @param target the visible or commit event; for Corollary 1 the same event
/// @param witness how one causally precedes the other
public record Violation(Kind kind, Event nonDeterministic, Event target, Witness witness) {

    /// The part of the theory that is broken.
    public enum Kind {
        /// Theorem 2 - Safety: the target is a visible event, whether or not it is atomic with a commit.
        SAFETY,
        /// Theorem 2 - Liveness: the target is a commit event.
        LIVENESS,
        /// The target is itself visible and non-deterministic, and not atomic with a commit.
        COROLLARY_1
    }

    /// Says it in one line.
    public String words() {
        return switch (kind) {
                    case SAFETY -> "safety: ";
                    case LIVENESS -> "liveness: ";
                    case COROLLARY_1 -> "Corollary 1: ";
                }
                + witness.words();
    }
}
