package org.failuretransparency.harness.claims;

import java.util.Arrays;
import java.util.Locale;

/// What kind of statement a claim is; it decides which verdicts are possible and how they are reached (see [Verdicts]).
enum Kind {
    /// One quantity over another.
    RATIO,
    /// Which of several is greater.
    ORDERING,
    /// Something that holds in every case.
    PROPERTY,
    /// A number of things, the same in every case.
    COUNT,
    /// A quantity in its own unit.
    ABSOLUTE;

    static Kind of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such kind of claim: kind=" + label));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
