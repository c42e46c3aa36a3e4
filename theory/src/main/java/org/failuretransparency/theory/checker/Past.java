package org.failuretransparency.theory.checker;

import java.util.Arrays;

/// What the causal past of an event holds that matters to the commit invariant: five indexes for each process.
///
/// | of each process r | meaning |
/// | --- | --- |
/// | unrecorded | the last non-deterministic event whose result is in no log's buffer |
/// | recorded | the last one whose result is |
/// | committed | the last commit |
/// | logged | the index up to which r's recorded results are on a log |
/// | stranded | the last recorded event that a crash of r undid and whose result was on a log: only that can cover it |
///
/// Why the last ones suffice: a commit covers all that its process did before it, and a log all recorded results up to
/// an index, so that if anything is uncovered, the last one is. Crashes break this, since a commit after a crash does
/// not cover what the crash undid: hence `stranded`, and one word more which says that the past holds a result that is
/// lost for good. Both are brought up to date at each crash, and in a past that was kept for later before it is used
/// ([#settle]): what the first crash after it was kept undid, it undid from its end.
///
/// The past of an event with two predecessors is the greater of each word.
final class Past {

    private static final int WORDS = 5;

    private final int processes;
    private final int[] words;

    Past(int processes) {
        this.processes = processes;
        words = new int[words(processes)];
        Arrays.fill(words, -1);
    }

    Past(Past other) {
        processes = other.processes;
        words = other.words.clone();
    }

    /// The length of a past in an array.
    static int words(int processes) {
        return WORDS * processes + 1;
    }

    void set(Past other) {
        System.arraycopy(other.words, 0, words, 0, words.length);
    }

    void load(int[] from, int offset) {
        System.arraycopy(from, offset, words, 0, words.length);
    }

    void store(int[] to, int offset) {
        System.arraycopy(words, 0, to, offset, words.length);
    }

    void merge(Past other) {
        for (int i = 0; i < words.length; i++) {
            words[i] = Math.max(words[i], other.words[i]);
        }
    }

    /// Takes over what `other` knows of commits and logs, and nothing else.
    void learn(Past other) {
        for (int i = 2 * processes; i < 4 * processes; i++) {
            words[i] = Math.max(words[i], other.words[i]);
        }
    }

    void addNonDeterministic(int process, int index, boolean isRecorded) {
        words[isRecorded ? processes + process : process] = index;
    }

    void addCommit(int process, int index) {
        int place = 2 * processes + process;
        words[place] = Math.max(words[place], index);
    }

    void addLog(int process, int index) {
        int place = 3 * processes + process;
        words[place] = Math.max(words[place], index);
    }

    int unrecorded(int process) {
        return words[process];
    }

    int recorded(int process) {
        return words[processes + process];
    }

    int committed(int process) {
        return words[2 * processes + process];
    }

    int logged(int process) {
        return words[3 * processes + process];
    }

    int stranded(int process) {
        return words[4 * processes + process];
    }

    /// Whether it holds a result that a crash undid and that was on no log.
    boolean holdsLost() {
        return words[5 * processes] == 0;
    }

    /// Brings it up to date with the crashes of one process.
    void settle(int process, History history) {
        if (history.neverCrashed()) {
            return;
        }
        if (unrecorded(process) >= 0 && history.undone(unrecorded(process))) {
            words[5 * processes] = 0;
        }
        int last = recorded(process);
        if (last >= 0 && history.undone(last)) {
            if (history.lost(last, true)) {
                words[5 * processes] = 0;
            } else {
                words[4 * processes + process] = Math.max(stranded(process), last);
            }
        }
    }

    void settle(History[] histories) {
        for (int process = 0; process < processes; process++) {
            settle(process, histories[process]);
        }
    }

    /// Whether all that it holds is committed or logged.
    boolean covered() {
        for (int process = 0; process < processes; process++) {
            if (!committedOrLogged(process) || stranded(process) > logged(process)) {
                return false;
            }
        }
        return !holdsLost();
    }

    /// Whether all of one process's events in it are, apart from those that a crash undid.
    boolean committedOrLogged(int process) {
        return unrecorded(process) <= committed(process)
                && recorded(process) <= Math.max(committed(process), logged(process));
    }

    /// Whether this non-deterministic event, which it holds, is neither committed nor logged.
    boolean uncovered(int process, int index, boolean isRecorded, History history) {
        if (history.lost(index, isRecorded)) {
            return true;
        }
        boolean isLogged = isRecorded && index <= logged(process);
        return !isLogged && (index > committed(process) || history.undone(index));
    }
}
