package org.failuretransparency.theory.explorer;

import static org.failuretransparency.theory.explorer.Layout.committed;
import static org.failuretransparency.theory.explorer.Layout.committedDepends;
import static org.failuretransparency.theory.explorer.Layout.depends;
import static org.failuretransparency.theory.explorer.Layout.local;

import java.util.Arrays;
import org.failuretransparency.theory.explorer.Local.Op;

/// The moves out of a global state: one event of one process, or a failure of some processes at once. From the state
/// `now`, each move makes the state `after`.
///
/// **Messages.** Channels are FIFO for each ordered pair of processes, messages numbered by the sender's counter. A
/// message is kept until the receiver's committed state is past it, so that a receive that was rolled back can be done
/// again. Sent again with a number that is still there or that the receiver's committed state is past, it is filtered.
///
/// Results that are committed can never be lost. They are struck out of all sets of results, so that states do not
/// differ by them.
///
/// **Source:** §2.2.3, §2.2.4.
final class Moves {

    private static final int FAILS = 1 << 31;
    private static final int BRANCH_BITS = 20;

    private final Locals locals;
    private final Layout layout;
    private final Watcher watcher;
    private final Failure failure;
    private final int[] now;
    private final int[] after;

    Moves(Locals locals, Layout layout, Watcher watcher) {
        this.locals = locals;
        this.layout = layout;
        this.watcher = watcher;
        failure = new Failure(locals, layout);
        now = new int[layout.words()];
        after = new int[layout.words()];
    }

    /// The state in which nothing has happened.
    int[] initial() {
        int[] state = new int[layout.words()];
        for (int p = 0; p < layout.processes; p++) {
            state[local(p)] = locals.start(p).id;
            state[committed(p)] = locals.start(p).id;
        }
        return state;
    }

    /// The array that the state to move from is written into.
    int[] now() {
        return now;
    }

    /// The state that the last move made.
    int[] after() {
        return after;
    }

    static int event(int process, int branch) {
        return process << BRANCH_BITS | branch;
    }

    static int failure(int processes) {
        return FAILS | processes;
    }

    static boolean isFailure(int move) {
        return (move & FAILS) != 0;
    }

    static int failed(int move) {
        return move & ~FAILS;
    }

    static int process(int event) {
        return event >> BRANCH_BITS;
    }

    static int branch(int event) {
        return event & (1 << BRANCH_BITS) - 1;
    }

    Local localOf(int process) {
        return locals.local(process, now[local(process)]);
    }

    boolean stuck(int process) {
        return (now[Layout.STUCK] >> process & 1) != 0;
    }

    /// The number of branches of a process's next event that might be possible; [#possible] says which are.
    int branches(int process) {
        Local state = localOf(process);
        return switch (state.act.op()) {
            case END -> 0;
            case CHOOSE -> state.act.fanout();
            case RECEIVE_ANY -> layout.processes;
            default -> 1;
        };
    }

    /// The event of that branch, or -1 if it is not possible now.
    int possible(int process, int branch) {
        Local state = localOf(process);
        if (stuck(process)) {
            return -1;
        }
        return switch (state.act.op()) {
            case RECEIVE -> arrival(state, state.act.peer());
            case RECEIVE_ANY -> allowed(state, branch) ? arrival(state, branch) : -1;
            case CHOOSE -> allowed(state, branch) ? event(process, branch) : -1;
            case COMMIT -> (now[Layout.STUCK] & state.act.participants()) == 0 ? event(process, 0) : -1;
            case ROUND -> complete(state) ? event(process, 0) : -1;
            default -> event(process, 0);
        };
    }

    private int arrival(Local state, int from) {
        int number = state.counters.received(from);
        if (number >= layout.messages(from, state.process)) {
            return -1;
        }
        int message = now[layout.message(from, state.process, number)];
        return message == 0 ? -1 : event(state.process, message - 1);
    }

    /// Whether recovery may choose this sibling: any, unless the log says which.
    private boolean allowed(Local state, int branch) {
        if (!layout.logs) {
            return true;
        }
        int result = now[layout.result(layout.slot(state.process, state.counters.choices()))];
        return (result & Layout.LOGGED) == 0 || (result >> 2) - 1 == branch;
    }

    /// Whether all participants of a round are at it. The first of them executes it for all.
    private boolean complete(Local state) {
        long participants = state.act.participants();
        if (Long.numberOfTrailingZeros(participants) != state.process) {
            return false;
        }
        for (int p = state.process; p < layout.processes; p++) {
            if ((participants >> p & 1) != 0) {
                Local other = localOf(p);
                if (stuck(p) || other.act.op() != Op.ROUND || other.act.word() != state.act.word()) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Executes an event.
    ///
    /// @return whether the observer can have seen what it shows, if it shows something
    boolean execute(int event) {
        System.arraycopy(now, 0, after, 0, now.length);
        int process = process(event);
        int branch = branch(event);
        Local state = localOf(process);
        after[local(process)] = locals.follow(state, branch).id;
        boolean seen = true;
        switch (state.act.op()) {
            case SHOW -> {
                after[Layout.MEMORY] = watcher.shown(now[Layout.MEMORY], state.act.word());
                seen = after[Layout.MEMORY] != Watcher.IMPOSSIBLE;
            }
            case CHOOSE -> choose(state, branch);
            case SEND -> send(state);
            case RECEIVE -> receive(state, state.act.peer());
            case RECEIVE_ANY -> {
                receive(state, locals.sender(branch));
                choose(state, locals.sender(branch));
            }
            case COMMIT -> commit(state.act.participants(), process);
            case ROUND -> round(state.act.participants());
            case LOG -> log(state);
            default -> {}
        }
        if (state.act.atomic()) {
            commit(1L << process, process);
        }
        return seen;
    }

    private void choose(Local state, int sibling) {
        int slot = layout.slot(state.process, state.counters.choices());
        if (layout.logs) {
            int at = layout.result(slot);
            if ((after[at] & Layout.LOGGED) == 0) {
                after[at] = sibling + 1 << 2 | (state.act.recorded() ? Layout.RECORDED : 0);
                after[at + 1] = after[depends(state.process)];
            }
        }
        after[depends(state.process)] |= 1 << slot;
    }

    private void send(Local state) {
        int from = state.process;
        int to = state.act.peer();
        int number = state.counters.sent(to);
        int at = layout.message(from, to, number);
        boolean received = locals.local(to, now[committed(to)]).counters.received(from) > number;
        if (now[at] == 0 && !received) {
            after[at] = state.act.word() + 1;
            after[at + 1] = now[depends(from)];
        }
    }

    private void receive(Local state, int from) {
        int at = layout.message(from, state.process, state.counters.received(from));
        after[depends(state.process)] |= now[at + 1];
    }

    private void log(Local state) {
        int of = state.act.peer();
        int covered = now[depends(state.process)] & layout.slotsFrom(of, 0);
        for (; covered != 0; covered &= covered - 1) {
            int at = layout.result(Integer.numberOfTrailingZeros(covered));
            if ((after[at] & Layout.RECORDED) != 0) {
                after[at] |= Layout.LOGGED;
            }
        }
    }

    private void round(long participants) {
        for (int p = 0; p < layout.processes; p++) {
            if ((participants >> p & 1) != 0) {
                after[local(p)] = locals.follow(localOf(p), 0).id;
            }
        }
        commit(participants, -1);
    }

    /// Commits the processes of a set in the states that they have in `after`. Those other than `self` are told.
    private void commit(long participants, int self) {
        int struck = 0;
        for (int p = 0; p < layout.processes; p++) {
            if ((participants >> p & 1) != 0) {
                Local state = locals.local(p, after[local(p)]);
                if (self >= 0 && p != self) {
                    state = locals.committed(state);
                    after[local(p)] = state.id;
                }
                after[committed(p)] = state.id;
                after[committedDepends(p)] = after[depends(p)];
                struck |= layout.slotsBefore(p, state.counters.choices());
                dropReceived(p, state);
            }
        }
        strike(struck);
    }

    /// Messages that the committed state of `to` is past are not needed any more.
    private void dropReceived(int to, Local state) {
        for (int from = 0; from < layout.processes; from++) {
            int end = layout.message(from, to, state.counters.received(from));
            Arrays.fill(after, layout.message(from, to, 0), end, 0);
        }
    }

    /// Strikes committed results out of all sets.
    private void strike(int struck) {
        for (int p = 0; p < layout.processes; p++) {
            after[depends(p)] &= ~struck;
            after[committedDepends(p)] &= ~struck;
        }
        for (int at = layout.firstMessage(); at < layout.firstResult(); at += 2) {
            after[at + 1] &= ~struck;
        }
        for (int slot = 0; layout.logs && slot < layout.slots(); slot++) {
            int at = layout.result(slot);
            after[at + 1] &= ~struck;
            if ((struck >> slot & 1) != 0) {
                after[at] = 0;
                after[at + 1] = 0;
            }
        }
    }

    /// The processes that have done something since their commits: failing changes nothing for others.
    int uncommitted() {
        int set = 0;
        for (int p = 0; p < layout.processes; p++) {
            if (now[local(p)] != now[committed(p)]) {
                set |= 1 << p;
            }
        }
        return set;
    }

    /// Fails the processes of a set at once.
    void fail(int failed) {
        System.arraycopy(now, 0, after, 0, now.length);
        failure.fail(failed, now, after);
    }
}
