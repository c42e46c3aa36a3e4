package org.failuretransparency.workloads;

/// A set of word indexes, one bit each. Unlike `BitSet` it looks for a missing index within bounds, without which a
/// search in a nearly full set would run through all of it.
final class WordSet {

    private final long[] bits;

    /// A set for the indexes 0 to `words` - 1, empty.
    WordSet(int words) {
        this.bits = new long[words / Long.SIZE + 1];
    }

    void add(int word) {
        bits[word / Long.SIZE] |= 1L << word;
    }

    /// The first index from `first` on that is not in the set, or `end` if there is none below it.
    int nextMissing(int first, int end) {
        int index = first / Long.SIZE;
        long missing = ~bits[index] & -1L << first;
        while (missing == 0 && (index + 1) * Long.SIZE < end) {
            index++;
            missing = ~bits[index];
        }
        return missing == 0 ? end : Math.min(end, index * Long.SIZE + Long.numberOfTrailingZeros(missing));
    }
}
