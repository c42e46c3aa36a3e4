package org.failuretransparency.guest.tcp;

import org.failuretransparency.guest.Memory;

/// The ranges of a stream that came before what precedes them; their bytes lie in the receive buffer already.
final class EarlyRanges {

    private static final long START = 0;
    private static final long END = 8;

    private EarlyRanges() {}

    private static long range(long c, int index) {
        return c + ConnectionLayout.EARLY + index * ConnectionLayout.RANGE_BYTES;
    }

    /// Notes the bytes from `start` up to `end`, joining the ranges that they touch; returns whether there was place.
    static boolean add(Memory memory, long c, long start, long end) {
        long joinedStart = start;
        long joinedEnd = end;
        long free = 0;
        for (int i = 0; i < ConnectionLayout.EARLY_RANGES; i++) {
            long range = range(c, i);
            long rangeStart = memory.getLong(range + START);
            long rangeEnd = memory.getLong(range + END);
            if (rangeStart != 0 && rangeStart <= joinedEnd && joinedStart <= rangeEnd) {
                joinedStart = Math.min(joinedStart, rangeStart);
                joinedEnd = Math.max(joinedEnd, rangeEnd);
                memory.putLong(range + START, 0);
                rangeStart = 0;
            }
            free = rangeStart == 0 ? range : free;
        }
        if (free != 0) {
            memory.putLong(free + START, joinedStart);
            memory.putLong(free + END, joinedEnd);
        }
        return free != 0;
    }

    /// All bytes before `expected` have come: forgets the ranges that begin up to there; returns what is expected then.
    static long absorb(Memory memory, long c, long expected) {
        long now = expected;
        for (int i = 0; i < ConnectionLayout.EARLY_RANGES; i++) {
            long range = range(c, i);
            long rangeStart = memory.getLong(range + START);
            if (rangeStart != 0 && rangeStart <= expected) {
                now = Math.max(now, memory.getLong(range + END));
                memory.putLong(range + START, 0);
            }
        }
        return now;
    }
}
