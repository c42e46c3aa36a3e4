package org.failuretransparency.guest;

import java.util.Arrays;

/// What a process wants done with each signal: part of what the kernel knows of it.
///
/// **Threads**: one, the program's.
public final class SignalTable {

    /// Do what the signal does to a process that does not handle it: end it, or nothing.
    public static final int DEFAULT = -1;

    public static final int IGNORE = -2;

    private final int[] handlers = new int[Signals.LAST + 1];
    private final long[] masks = new long[Signals.LAST + 1];
    private long ignored = Signals.IGNORED_BY_DEFAULT;

    public SignalTable() {
        Arrays.fill(handlers, DEFAULT);
    }

    /// The number of the routine that handles the signal, [#DEFAULT] or [#IGNORE].
    public int handler(int signal) {
        return handlers[signal];
    }

    /// The signals that wait, besides this one, while its handler runs.
    public long mask(int signal) {
        return masks[signal];
    }

    public void set(int signal, int handler, long mask) {
        handlers[signal] = handler;
        masks[signal] = mask;
        long bit = Signals.bit(signal);
        boolean ignore = handler == IGNORE || handler == DEFAULT && (bit & Signals.IGNORED_BY_DEFAULT) != 0;
        ignored = ignore ? ignored | bit : ignored & ~bit;
    }

    /// The signals that do nothing now.
    public long ignored() {
        return ignored;
    }

    /// Whether the signal ends a process that it is delivered to.
    public boolean endsProcess(int signal) {
        return handlers[signal] == DEFAULT && (Signals.bit(signal) & Signals.IGNORED_BY_DEFAULT) == 0;
    }

    /// Makes those of the signals pending that are not ignored.
    public void raise(long signals, Registers registers) {
        registers.raise(signals & ~ignored);
    }
}
