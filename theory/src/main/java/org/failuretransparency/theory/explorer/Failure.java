package org.failuretransparency.theory.explorer;

import static org.failuretransparency.theory.explorer.Layout.committed;
import static org.failuretransparency.theory.explorer.Layout.committedDepends;
import static org.failuretransparency.theory.explorer.Layout.depends;
import static org.failuretransparency.theory.explorer.Layout.local;

/// What a failure does to a global state, at once: the loss, and the rollbacks that it makes necessary.
///
/// **A failure** of a set of processes takes each of them back to its committed state. Results of non-deterministic
/// events after it are *lost*, unless they and all results of the process between are on a log: these are given again
/// when the events are re-executed. What depends on a lost result is undone: messages vanish, logged results are
/// forgotten, other processes are rolled back to their committed states too, which loses their own uncommitted results.
/// A process whose *committed* state depends on a lost result cannot be rolled back. Whatever it did from there on
/// would depend on the lost result, so it must never execute a visible or commit event, and whoever received a message
/// of it would have to undo the receive. Nothing that it does matters any more; it is *stuck* and does nothing.
///
/// **Source:** §2.2.4 (Figure 2.9 for the stuck process).
final class Failure {

    private final Locals locals;
    private final Layout layout;

    Failure(Locals locals, Layout layout) {
        this.locals = locals;
        this.layout = layout;
    }

    /// Fails a set of processes in the state `now`; `after` is a copy of it and becomes the state afterwards.
    void fail(int failed, int[] now, int[] after) {
        int rolledBack = failed;
        int lost = 0;
        int before;
        do {
            before = lost;
            for (int p = 0; p < layout.processes; p++) {
                if ((now[depends(p)] & lost) != 0) {
                    rolledBack |= 1 << p;
                }
                if ((rolledBack >> p & 1) != 0) {
                    lost |= lostFrom(p, locals.local(p, now[committed(p)]), lost, now);
                } else if (layout.logs) {
                    lost |= lostFrom(p, locals.local(p, now[local(p)]), lost, now);
                }
            }
        } while (lost != before);
        for (int p = 0; p < layout.processes; p++) {
            if ((rolledBack >> p & 1) != 0) {
                rollBack(p, lost, now, after);
            }
        }
        vanish(lost, now, after);
    }

    /// The results of a process that are lost if it goes on from the state `from`: from the first one on that is not on
    /// a log, or whose log tells of an event that depends on a lost result. For a process that was replaying a log and
    /// is not rolled back, `from` is where it is.
    private int lostFrom(int process, Local from, int lost, int[] now) {
        int choice = from.counters.choices();
        if (layout.logs) {
            int end = layout.slot(process + 1, 0);
            for (int slot = layout.slot(process, choice); slot < end; slot++) {
                int at = layout.result(slot);
                if ((now[at] & Layout.LOGGED) == 0 || (now[at + 1] & lost) != 0) {
                    break;
                }
                choice++;
            }
        }
        return layout.slotsFrom(process, choice);
    }

    private static void rollBack(int process, int lost, int[] now, int[] after) {
        after[local(process)] = now[committed(process)];
        after[depends(process)] = now[committedDepends(process)];
        if ((now[committedDepends(process)] & lost) != 0) {
            after[Layout.STUCK] |= 1 << process;
            after[depends(process)] = 0;
            after[committedDepends(process)] = 0;
        }
    }

    private void vanish(int lost, int[] now, int[] after) {
        for (int at = layout.firstMessage(); at < layout.firstResult(); at += 2) {
            if ((now[at + 1] & lost) != 0) {
                after[at] = 0;
                after[at + 1] = 0;
            }
        }
        for (int slot = 0; layout.logs && slot < layout.slots(); slot++) {
            if ((lost >> slot & 1) != 0) {
                after[layout.result(slot)] = 0;
                after[layout.result(slot) + 1] = 0;
            }
        }
    }
}
