package org.failuretransparency.workloads;

import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.recoverable.RecoverableMemory;

/// Compares the memory of a [SyntheticWorkload] with what its transactions must have left, word by word.
///
/// Since all writes follow from the parameters and the number of transactions, the whole database does. The number is
/// the highest stamp that stands where its transaction wrote it: nothing has overwritten the newest range. The check
/// then goes *backwards* from that transaction to the first: the first time a word is met, it was met in the newest
/// transaction that wrote it, and must hold what that one wrote. Words that none wrote must hold what `load` wrote. A
/// lost, torn or half undone transaction leaves a word of another one, or of none.
///
/// Going backwards needs one bit a word instead of a second database, ends when all words are checked, and passes over
/// those that were, 64 at a time, so that a check takes a small part of the time that the run took.
public final class SyntheticCheck {

    /// Violations reported in words; further ones are only counted.
    private static final int REPORTED = 10;

    private final RecoverableMemory memory;
    private final SyntheticSequence sequence;
    private final WordSet checked;
    private final List<String> violations = new ArrayList<>();
    private long uncheckedWords;
    private long wrongWords;

    private SyntheticCheck(RecoverableMemory memory, SyntheticSequence sequence) {
        this.memory = memory;
        this.sequence = sequence;
        this.uncheckedWords = sequence.databaseBytes() / Long.BYTES;
        this.checked = new WordSet(Math.toIntExact(uncheckedWords));
    }

    /// What is wrong with the database of that sequence in a memory, in words; an empty list if nothing is.
    public static List<String> violations(RecoverableMemory memory, SyntheticSequence sequence) {
        return new SyntheticCheck(memory, sequence).run();
    }

    /// The number of the newest transaction in the memory, 0 if there is none.
    public static long newestTransaction(RecoverableMemory memory, SyntheticSequence sequence) {
        long newest = 0;
        for (long offset = 0; offset < sequence.databaseBytes(); offset += Long.BYTES) {
            long word = memory.getLong(offset);
            if (word > newest && sequence.isStampOf(word, offset)) {
                newest = word;
            }
        }
        return newest;
    }

    private List<String> run() {
        int words = (int) uncheckedWords;
        long number = newestTransaction(memory, sequence);
        for (; number > 0 && uncheckedWords > 0; number--) {
            checkTransaction(number);
        }
        for (int word = checked.nextMissing(0, words); word < words; word = checked.nextMissing(word + 1, words)) {
            checkWord(0, word, SyntheticSequence.initialWord(word));
        }
        if (wrongWords > violations.size()) {
            violations.add("and more: words=" + (wrongWords - violations.size()));
        }
        return violations;
    }

    private void checkTransaction(long number) {
        int first = (int) (sequence.offset(number) / Long.BYTES);
        int end = first + sequence.rangeWords();
        for (int word = checked.nextMissing(first, end); word < end; word = checked.nextMissing(word + 1, end)) {
            checkWord(number, word, sequence.word(number, word - first));
            checked.add(word);
            uncheckedWords--;
        }
    }

    /// Compares a word with what its last writer left; writer 0 is `load`.
    private void checkWord(long writer, int word, long expected) {
        long found = memory.getLong((long) word * Long.BYTES);
        if (found != expected) {
            wrongWords++;
            if (violations.size() < REPORTED) {
                violations.add("word is not as its last writer left it: transaction=" + writer + ", offset="
                        + (long) word * Long.BYTES + ", expected=0x" + Long.toHexString(expected) + ", found=0x"
                        + Long.toHexString(found));
            }
        }
    }
}
