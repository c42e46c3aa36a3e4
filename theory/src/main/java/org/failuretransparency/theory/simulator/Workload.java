package org.failuretransparency.theory.simulator;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.failuretransparency.theory.Computation;

/// Applications in the image of those that Chapter 6 recovers (§6.2.3): each has the proportions of event classes that
/// the dissertation gives as the reason of its results (§6.2.4), and nothing else of the application. Absolute numbers
/// of commits mean nothing; their order does.
public enum Workload {
    EDITOR("editor", "nvi: each keystroke is echoed; a clock is read rarely. User input dominates, and can be logged"),
    SPREADSHEET("spreadsheet", "oleo: each command reads the clock often. The clock dominates, and cannot be logged"),
    LAYOUT("layout", "magic: signals and polls, rare drawings. Signals, half of its choices, cannot be logged"),
    DSM("dsm", "TreadMarks on four nodes: requests, replies, signals. Messages dominate, little is visible"),
    GAME("game", "xpilot: three clients and a server, in frames. No class of events is rare; all clients draw"),
    RANDOM("random", "any mixture of events of three processes; the mixture itself is drawn");

    private static final int RANDOM_PROCESSES = 3;

    private final String id;
    private final String description;

    Workload(String id, String description) {
        this.id = id;
        this.description = description;
    }

    /// Its name in commands and files: `spreadsheet`.
    public String id() {
        return id;
    }

    /// The application it is an image of, and what dominates it.
    public String description() {
        return description;
    }

    /// A script of at least `events` events: it ends with the step (keystroke, command, frame) that reaches them. The
    /// same numbers give the same script.
    public Computation script(int events, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        return switch (this) {
            case EDITOR -> Scripts.editor(events, random);
            case SPREADSHEET -> Scripts.spreadsheet(events, random);
            case LAYOUT -> Scripts.layout(events, random);
            case DSM -> Scripts.dsm(events, random);
            case GAME -> Scripts.game(events, random);
            case RANDOM -> Scripts.random(RANDOM_PROCESSES, events, random);
        };
    }
}
