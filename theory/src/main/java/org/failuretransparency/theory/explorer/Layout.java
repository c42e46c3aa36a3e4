package org.failuretransparency.theory.explorer;

import org.failuretransparency.theory.InvalidMachineException;

/// A global state as words, so that states are compared and hashed as plain arrays.
/// ```
/// word              meaning
/// 0                 what the watcher remembers
/// 1                 stuck processes: their committed state depends on a lost result
/// 2 + 4p            process p: local state
/// 3 + 4p                       committed local state
/// 4 + 4p                       uncommitted results that the local state depends on
/// 5 + 4p                       uncommitted results that the committed state depends on
/// message(p, q, n)  the n-th message from p to q: its number + 1; 0 if not sent, vanished, or not needed any more
/// … + 1             uncommitted results that it depends on
/// result(slot)      only if there are logs: (chosen sibling + 1) << 2 | RECORDED | LOGGED, or 0
/// … + 1             uncommitted results that it depends on
/// ```
/// The result of the k-th non-deterministic event of process p since its beginning has the slot first(p) + k, and a set
/// of results is a word with a bit for each slot. A slot is used again only after the result that had it was lost, and
/// with it everything that depended on it or the process that did is stuck.
final class Layout {

    static final int MEMORY = 0;
    static final int STUCK = 1;
    static final int LOGGED = 1;
    static final int RECORDED = 2;

    private static final int PROCESSES = 2;
    private static final int WORDS_PER_PROCESS = 4;
    private static final int MAX_SLOTS = 31;
    private static final int MAX_PROCESSES = 16;

    final int processes;
    final boolean logs;
    private final int[][] firstMessage;
    private final int[][] messages;
    private final int[] firstSlot;
    private final int firstResult;
    private final int words;

    /// @throws InvalidMachineException if the processes or their non-deterministic events are too many
    Layout(Locals locals) {
        processes = locals.processes();
        logs = locals.logs();
        firstMessage = new int[processes][processes];
        messages = new int[processes][processes];
        firstSlot = new int[processes + 1];
        int next = PROCESSES + WORDS_PER_PROCESS * processes;
        for (int p = 0; p < processes; p++) {
            firstSlot[p + 1] = firstSlot[p] + locals.choices(p);
            for (int q = 0; q < processes; q++) {
                firstMessage[p][q] = next;
                messages[p][q] = locals.messages(p, q);
                next += 2 * messages[p][q];
            }
        }
        firstResult = next;
        words = next + (logs ? 2 * slots() : 0);
        if (slots() > MAX_SLOTS || processes > MAX_PROCESSES) {
            throw new InvalidMachineException("too large to explore: processes=" + processes + ", possible="
                    + MAX_PROCESSES + ", non-deterministic events=" + slots() + ", possible=" + MAX_SLOTS);
        }
    }

    int words() {
        return words;
    }

    int slots() {
        return firstSlot[processes];
    }

    static int local(int process) {
        return PROCESSES + WORDS_PER_PROCESS * process;
    }

    static int committed(int process) {
        return local(process) + 1;
    }

    static int depends(int process) {
        return local(process) + 2;
    }

    static int committedDepends(int process) {
        return local(process) + 3;
    }

    int message(int from, int to, int number) {
        return firstMessage[from][to] + 2 * number;
    }

    int messages(int from, int to) {
        return messages[from][to];
    }

    int firstMessage() {
        return local(processes);
    }

    int firstResult() {
        return firstResult;
    }

    int result(int slot) {
        return firstResult + 2 * slot;
    }

    int slot(int process, int choice) {
        return firstSlot[process] + choice;
    }

    /// The slots of a process from the k-th on.
    int slotsFrom(int process, int choice) {
        return below(firstSlot[process + 1]) & ~below(slot(process, choice));
    }

    /// The slots of a process before the k-th.
    int slotsBefore(int process, int choice) {
        return below(slot(process, choice)) & ~below(firstSlot[process]);
    }

    private static int below(int slot) {
        return (1 << slot) - 1;
    }
}
