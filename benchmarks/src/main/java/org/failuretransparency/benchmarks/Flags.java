package org.failuretransparency.benchmarks;

/// Flags of the JVMs that measure.
final class Flags {

    static final String NATIVE = "--enable-native-access=ALL-UNNAMED";
    /// JMH itself still uses `sun.misc.Unsafe`.
    static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";
    /// What this project may use beyond the region.
    static final String HEAP = "-Xmx64m";

    private Flags() {}
}
