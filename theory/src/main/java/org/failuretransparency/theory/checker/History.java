package org.failuretransparency.theory.checker;

/// What is kept of one process's past, so that witnesses can be found in it: a few bytes for each receive, each
/// non-deterministic event, each event that was found right, and each crash.
final class History {

    /// The process's non-deterministic events whose results are in no log's buffer, and those whose are.
    private final NonDeterministic unrecorded = new NonDeterministic();

    private final NonDeterministic recorded = new NonDeterministic();

    private final IntList receives = new IntList();
    private final IntList senders = new IntList();
    private final IntList sendIndexes = new IntList();

    /// Visible and commit events whose whole past is committed. It stays so: no way to anything uncommitted leads
    /// through them.
    private final IntList clean = new IntList();

    /// For each crash its index, the index of the last commit before it, and up to where the process's results were on
    /// some log by then.
    private final IntList crashes = new IntList();

    private final IntList crashCommits = new IntList();
    private final IntList crashLogged = new IntList();

    NonDeterministic nonDeterministic(boolean isRecorded) {
        return isRecorded ? recorded : unrecorded;
    }

    /// Whether the event with this index is non-deterministic.
    boolean isNonDeterministic(int index) {
        return unrecorded.has(index) || recorded.has(index);
    }

    void addReceive(int index, int sender, int sendIndex) {
        receives.add(index);
        senders.add(sender);
        sendIndexes.add(sendIndex);
    }

    void addClean(int index) {
        clean.add(index);
    }

    void addCrash(int index, int lastCommit, int logged) {
        crashes.add(index);
        crashCommits.add(lastCommit);
        crashLogged.add(logged);
    }

    boolean neverCrashed() {
        return crashes.size() == 0;
    }

    /// Whether a crash undid the event with this index.
    boolean undone(int index) {
        int crash = firstCrashFrom(index);
        return crash < crashes.size() && index > crashCommits.get(crash);
    }

    /// Whether a crash undid the event with this index, and its result was on no log.
    boolean lost(int index, boolean isRecorded) {
        return undone(index) && !(isRecorded && index <= crashLogged.get(firstCrashFrom(index)));
    }

    /// The index of the crash that undid the event with this index.
    int crashAfter(int index) {
        return crashes.get(firstCrashFrom(index));
    }

    /// The index from which the process's incarnation that `index` belongs to began: 0, or a recovery's.
    int incarnationStart(int index) {
        int crash = crashes.lastAtMost(index - 1);
        return crash < 0 ? 0 : crashes.get(crash) + 1;
    }

    /// The index of the commit that a recovery, with this index, went back to; -1 if it was the initial state.
    int recoveredFrom(int recovery) {
        return crashCommits.get(crashes.lastAtMost(recovery - 1));
    }

    /// The last clean event up to `index`, or -1.
    int lastClean(int index) {
        int place = clean.lastAtMost(index);
        return place < 0 ? -1 : clean.get(place);
    }

    /// The place, in the order of receives, of the last one up to `index`, or -1.
    int lastReceive(int index) {
        return receives.lastAtMost(index);
    }

    int receiveIndex(int receive) {
        return receives.get(receive);
    }

    int sender(int receive) {
        return senders.get(receive);
    }

    int sendIndex(int receive) {
        return sendIndexes.get(receive);
    }

    private int firstCrashFrom(int index) {
        return crashes.lastAtMost(index - 1) + 1;
    }

    /// Non-deterministic events in their order: their indexes, and which of the descriptions is theirs.
    static final class NonDeterministic {

        private final IntList indexes = new IntList();
        private final IntList descriptions = new IntList();

        void add(int index, int description) {
            indexes.add(index);
            descriptions.add(description);
        }

        /// The place of the last one up to `index`, or -1.
        int last(int index) {
            return indexes.lastAtMost(index);
        }

        boolean has(int index) {
            int place = last(index);
            return place >= 0 && index(place) == index;
        }

        int index(int place) {
            return indexes.get(place);
        }

        int description(int place) {
            return descriptions.get(place);
        }
    }
}
