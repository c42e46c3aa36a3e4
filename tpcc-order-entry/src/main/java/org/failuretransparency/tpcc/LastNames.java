package org.failuretransparency.tpcc;

import java.nio.charset.StandardCharsets;

/// TPC-C's last names: the number of the name, 0 to 999, spelled with one syllable a digit. Name 371 is PRICALLYOUGHT.
///
/// **Source**: TPC-C clause 4.3.2.3.
final class LastNames {

    private static final String[] SYLLABLES = {
        "BAR", "OUGHT", "ABLE", "PRI", "PRES", "ESE", "ANTI", "CALLY", "ATION", "EING"
    };

    private LastNames() {}

    static String of(int number) {
        return SYLLABLES[number / 100] + SYLLABLES[number / 10 % 10] + SYLLABLES[number % 10];
    }

    /// The name as rows hold it.
    static byte[] textOf(int number) {
        return of(number).getBytes(StandardCharsets.US_ASCII);
    }
}
