package org.failuretransparency.theory.explorer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A local state of a process, and what the process does there. Holds the process's counters of messages and of
/// non-deterministic events too, so that rolling back to a local state rewinds them.
///
/// | op | `peer` | `word` | `participants` |
/// | --- | --- | --- | --- |
/// | SHOW | | the label | |
/// | SEND | the receiver | the message | |
/// | RECEIVE | the sender | | |
/// | COMMIT | | | those that commit with it, wherever they are, and itself |
/// | ROUND | | the round | those that commit with it when they are there, and itself |
/// | LOG | the process whose results are logged | | |
final class Local {

    /// What the process does next.
    enum Op {
        END,
        INTERNAL,
        CHOOSE,
        SHOW,
        SEND,
        RECEIVE,
        RECEIVE_ANY,
        COMMIT,
        ROUND,
        LOG
    }

    /// What differs from op to op.
    ///
    /// @param fanout of a choice the number of its siblings, itself included
    /// @param recorded whether the event's result can be logged
    /// @param atomic whether the event is atomic with a commit of the process
    record Act(Op op, int peer, int word, long participants, int fanout, boolean recorded, boolean atomic) {

        static Act of(Op op) {
            return new Act(op, -1, -1, 0, 1, false, false);
        }

        static Act of(Op op, int peer, int word) {
            return new Act(op, peer, word, 0, 1, false, false);
        }

        static Act commit(Op op, int word, long participants) {
            return new Act(op, -1, word, participants, 1, false, false);
        }

        static Act choice(Op op, int fanout, boolean recorded) {
            return new Act(op, -1, -1, 0, fanout, recorded, false);
        }

        Act atomically() {
            return new Act(op, peer, word, participants, fanout, recorded, true);
        }
    }

    /// Messages sent to and received from each process, and non-deterministic events, since the process's beginning.
    static final class Counters {

        private final int[] sent;
        private final int[] received;
        private final int choices;

        private Counters(int[] sent, int[] received, int choices) {
            this.sent = sent;
            this.received = received;
            this.choices = choices;
        }

        static Counters zero(int processes) {
            int[] none = new int[processes];
            return new Counters(none, none, 0);
        }

        int sent(int to) {
            return sent[to];
        }

        int received(int from) {
            return received[from];
        }

        int choices() {
            return choices;
        }

        Counters sentTo(int peer) {
            int[] more = sent.clone();
            more[peer]++;
            return new Counters(more, received, choices);
        }

        Counters receivedFrom(int peer) {
            int[] more = received.clone();
            more[peer]++;
            return new Counters(sent, more, choices);
        }

        Counters chose() {
            return new Counters(sent, received, choices + 1);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Counters that
                    && choices == that.choices
                    && Arrays.equals(sent, that.sent)
                    && Arrays.equals(received, that.received);
        }

        @Override
        public int hashCode() {
            return (Arrays.hashCode(sent) * 31 + Arrays.hashCode(received)) * 31 + choices;
        }
    }

    final int process;
    final int id;
    final Act act;
    final Counters counters;
    private @Nullable Local[] next = new Local[2];

    Local(int process, int id, Act act, Counters counters) {
        this.process = process;
        this.id = id;
        this.act = act;
        this.counters = counters;
    }

    @Nullable
    Local next(int branch) {
        return branch < next.length ? next[branch] : null;
    }

    void next(int branch, Local to) {
        if (branch >= next.length) {
            next = Arrays.copyOf(next, Math.max(branch + 1, 2 * next.length));
        }
        next[branch] = to;
    }
}
