package org.failuretransparency.harness.results;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/// The name that somebody may have meant.
public final class Suggestion {

    private static final int MOST_EDITS = 4;

    private Suggestion() {}

    /// `, did you mean …?`, or nothing if no name is near.
    public static String of(String wrong, Collection<String> names) {
        LevenshteinDistance edits = LevenshteinDistance.getDefaultInstance();
        return names.stream()
                .filter(name -> edits.apply(wrong, name) <= Math.min(MOST_EDITS, name.length() / 2 + 1))
                .min(Comparator.comparingInt(name -> edits.apply(wrong, name)))
                .map(name -> ", did you mean " + name + "?")
                .orElse("");
    }
}
