package org.failuretransparency.tpcc;

import java.util.ArrayList;
import java.util.List;

/// The violations that a check has found; behind the first ones they are only counted.
final class Findings {

    private static final int REPORTED = 20;

    private final List<String> reported = new ArrayList<>();
    private long found;

    /// Adds a violation: the condition that does not hold and, in words, how it does not.
    void add(String condition, String what) {
        found++;
        if (reported.size() < REPORTED) {
            reported.add(condition + ": " + what);
        }
    }

    /// Adds a violation if two numbers that must be equal are not.
    void requireEqual(String condition, String what, long expected, long actual) {
        if (expected != actual) {
            add(condition, what + ", expected=" + expected + ", found=" + actual);
        }
    }

    List<String> violations() {
        List<String> all = new ArrayList<>(reported);
        if (found > reported.size()) {
            all.add("and more: violations=" + (found - reported.size()));
        }
        return all;
    }
}
