package org.failuretransparency.rvm;

import java.util.Arrays;
import org.failuretransparency.recoverable.RedoLogLayout;

/// The ranges that a transaction has declared, coalesced: overlapping and adjacent ones become one, so that each byte
/// is logged once.
///
/// A range that overlaps or follows on the one declared last joins it at once. For the others it is enough to sort, at
/// commit, all starts and, *apart from them*, all ends: with starts `s` and ends `e` in order, the union has a gap
/// after the i-th end exactly where `s[i+1] > e[i]`, since then i + 1 ranges have begun and all of them are over.
/// Ranges that were declared in ascending order, a single one for instance, are not sorted.
///
/// **Threads**: one at a time. Allocates only while it grows to the largest transaction.
final class DeclaredRanges {

    private static final int INITIAL_RANGES = 64;

    private long[] starts = new long[INITIAL_RANGES];
    private long[] ends = new long[INITIAL_RANGES];
    private int count;
    private long logBytes;
    private boolean ascending = true;

    /// Adds the range from `start` to before `end`. False if it lies inside the range that was declared last.
    boolean add(long start, long end) {
        int last = count - 1;
        if (last >= 0 && start <= ends[last]) {
            if (start >= starts[last]) {
                return extendLast(last, end);
            }
            ascending = false;
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        starts[count] = start;
        ends[count++] = end;
        logBytes += RedoLogLayout.rangeBytes(end - start);
        return true;
    }

    private boolean extendLast(int last, long end) {
        if (end <= ends[last]) {
            return false;
        }
        logBytes += RedoLogLayout.rangeBytes(end - starts[last]) - RedoLogLayout.rangeBytes(ends[last] - starts[last]);
        ends[last] = end;
        return true;
    }

    /// Makes the ranges ascending, with a gap between any two.
    void coalesce() {
        if (ascending) {
            return;
        }
        Arrays.sort(starts, 0, count);
        Arrays.sort(ends, 0, count);
        int merged = 0;
        int first = 0;
        logBytes = 0;
        for (int i = 0; i < count; i++) {
            if (i + 1 == count || starts[i + 1] > ends[i]) {
                starts[merged] = starts[first];
                ends[merged++] = ends[i];
                logBytes += RedoLogLayout.rangeBytes(ends[i] - starts[first]);
                first = i + 1;
            }
        }
        count = merged;
        ascending = true;
    }

    int count() {
        return count;
    }

    /// Start of each range. An array of this object's; [#count()] elements count.
    long[] starts() {
        return starts;
    }

    /// First offset behind each range.
    long[] ends() {
        return ends;
    }

    /// Bytes that the ranges take in a record; an upper bound until they are coalesced.
    long logBytes() {
        return logBytes;
    }

    void clear() {
        count = 0;
        logBytes = 0;
        ascending = true;
    }
}
