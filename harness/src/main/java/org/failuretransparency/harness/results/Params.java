package org.failuretransparency.harness.results;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The parameters of an arm, sorted by key; written `key=value;key=value`.
///
/// Keys are fixed, so that the same thing is never recorded under two names. Numbers are written without unit or
/// grouping: bytes are bytes. Values hold neither `;` nor `=`.
public record Params(SortedMap<String, String> values) implements Comparable<Params> {

    public static final String ACCESS = "access";
    public static final String BYTES = "bytes";
    public static final String CHOICES = "choices";
    public static final String DATABASE_BYTES = "database_bytes";
    public static final String EVENTS = "events";
    public static final String FRAME_TARGET = "frame_target";
    public static final String GROUP = "group";
    public static final String INTERVAL_MS = "interval_ms";
    public static final String KEYSTROKES = "keystrokes";
    public static final String MEMORY_LIMIT = "memory_limit";
    public static final String OUTSTANDING = "outstanding";
    public static final String PROCESSES = "processes";
    public static final String PROTECTION = "protection";
    public static final String RULE = "rule";
    public static final String SCRIPT = "script";
    public static final String SEED = "seed";
    public static final String THINK_MS = "think_ms";
    public static final String TRANSACTIONS = "transactions";

    private static final SortedSet<String> KEYS = Collections.unmodifiableSortedSet(new TreeSet<>(Arrays.asList(
            ACCESS,
            BYTES,
            CHOICES,
            DATABASE_BYTES,
            EVENTS,
            FRAME_TARGET,
            GROUP,
            INTERVAL_MS,
            KEYSTROKES,
            MEMORY_LIMIT,
            OUTSTANDING,
            PROCESSES,
            PROTECTION,
            RULE,
            SCRIPT,
            SEED,
            THINK_MS,
            TRANSACTIONS)));

    private static final Params NONE = new Params(Collections.emptySortedMap());

    public Params {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        values.forEach(Params::check);
    }

    /// No parameters.
    public static Params none() {
        return NONE;
    }

    /// These parameters and one more, or another value for one of them.
    public Params with(String key, Object value) {
        SortedMap<String, String> changed = new TreeMap<>(values);
        changed.put(key, value.toString());
        return new Params(changed);
    }

    /// These parameters but one.
    public Params without(String key) {
        SortedMap<String, String> changed = new TreeMap<>(values);
        changed.remove(key);
        return new Params(changed);
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /// The value as a number; empty where it is missing or no number.
    public OptionalDouble number(String key) {
        String value = values.get(key);
        if (value == null || !value.matches("-?[0-9]+(\\.[0-9]+)?")) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Double.parseDouble(value));
    }

    /// Reads `key=value;key=value`, sorted or not; the empty text is no parameters.
    public static Params parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        SortedMap<String, String> values = new TreeMap<>();
        for (String pair : text.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("not key=value: params=" + text + ", found=" + pair);
            }
            if (values.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("parameter given twice: params=" + text + ", found=" + pair);
            }
        }
        return new Params(values);
    }

    /// The form in files: `database_bytes=52428800;group=64`.
    @Override
    public String toString() {
        return values.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(";"));
    }

    @Override
    public int compareTo(Params other) {
        return toString().compareTo(other.toString());
    }

    private static void check(String key, String value) {
        if (!KEYS.contains(key)) {
            throw new IllegalArgumentException("no such parameter: key=" + key + ", known=" + String.join(",", KEYS));
        }
        if (value.isEmpty() || value.indexOf(';') >= 0 || value.indexOf('=') >= 0) {
            throw new IllegalArgumentException("parameter value not allowed: key=" + key + ", value=" + value);
        }
    }
}
