package org.failuretransparency.theory.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A program that writes the alphabet, fails once, and recovers from its last commit (§2.2.2).
///
/// @param commits when it commits
/// @param letters how many letters it has written when it fails
record AlphabetProgram(Commits commits, int letters) {

    /// What it writes if nothing fails.
    static final List<String> ALPHABET = Stream.iterate('A', letter -> (char) (letter + 1))
            .limit(26)
            .map(String::valueOf)
            .toList();

    /// When a program commits.
    enum Commits {
        /// Atomically with each letter.
        WITH_EACH_LETTER,
        /// Immediately before each letter.
        BEFORE_EACH_LETTER,
        /// Before every fourth letter.
        BEFORE_EVERY_FOURTH_LETTER
    }

    /// What an observer sees: the letters written before the failure, and those written from the last commit on.
    List<String> output() {
        List<String> output = new ArrayList<>(ALPHABET.subList(0, letters));
        output.addAll(ALPHABET.subList(committed(), ALPHABET.size()));
        return output;
    }

    /// The output as it was before the failure, and from there on.
    String text() {
        List<String> output = output();
        return String.join(" ", output.subList(0, letters)) + " | "
                + String.join(" ", output.subList(letters, output.size()));
    }

    /// How many letters its last committed state has written.
    private int committed() {
        return switch (commits) {
            case WITH_EACH_LETTER -> letters;
            case BEFORE_EACH_LETTER -> letters - 1;
            case BEFORE_EVERY_FOURTH_LETTER -> (letters - 1) / 4 * 4;
        };
    }
}
