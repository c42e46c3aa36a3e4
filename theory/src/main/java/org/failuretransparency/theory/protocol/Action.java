package org.failuretransparency.theory.protocol;

/// What a protocol wants done before or after an event.
///
/// @param type the action
/// @param processes for [Type#COMMIT_SET] the processes that commit together, for [Type#COMMIT_ATOMICALLY] those that
///     commit together before the event; bit p for process p; otherwise 0
public record Action(Type type, long processes) {

    /// The most processes that a computation may have, since sets of them are the bits of a `long`.
    public static final int MAX_PROCESSES = 64;

    public static final Action PROCEED = new Action(Type.PROCEED, 0);
    public static final Action COMMIT = new Action(Type.COMMIT, 0);
    public static final Action COMMIT_ATOMICALLY = new Action(Type.COMMIT_ATOMICALLY, 0);
    public static final Action COMMIT_ALL = new Action(Type.COMMIT_ALL, 0);
    public static final Action LOG = new Action(Type.LOG, 0);
    public static final Action LOG_LAZILY = new Action(Type.LOG_LAZILY, 0);
    public static final Action FLUSH_LOG = new Action(Type.FLUSH_LOG, 0);
    public static final Action DEFER = new Action(Type.DEFER, 0);
    public static final Action WAIT = new Action(Type.WAIT, 0);

    /// The actions.
    public enum Type {
        /// Nothing.
        PROCEED,
        /// This process commits its state.
        COMMIT,
        /// The event is executed atomically with a commit. If the set is not empty, its processes commit first, as one
        /// atomic event. Answers "before" only.
        COMMIT_ATOMICALLY,
        /// All processes commit as one atomic event, by two-phase commit.
        COMMIT_ALL,
        /// The processes in the set commit as one atomic event, and this process waits for it; it is one of them only
        /// if its own bit is set. Each of the others is asked before its commit: by another COMMIT_SET it adds
        /// processes.
        COMMIT_SET,
        /// The result of this event goes to the log, which is on stable storage before the process continues. Answers
        /// "after" only.
        LOG,
        /// The result of this event goes to the log's buffer in volatile memory. Answers "after" only.
        LOG_LAZILY,
        /// The log's buffer goes to stable storage before the process continues.
        FLUSH_LOG,
        /// This send is held back until the process's next commit, and goes out after it. Answers "before a send" only.
        DEFER,
        /// The event must wait; the process is asked again when it received a control message.
        WAIT
    }

    /// The processes whose bits are set in `processes` commit together.
    public static Action commitSet(long processes) {
        return new Action(Type.COMMIT_SET, processes);
    }

    /// The processes whose bits are set in `processes` commit together; then the event is executed atomically with a
    /// commit of its own process.
    public static Action commitAtomicallyAfter(long processes) {
        return new Action(Type.COMMIT_ATOMICALLY, processes);
    }

    /// The set of the processes from 0 to `processes` - 1.
    public static long all(int processes) {
        return processes == MAX_PROCESSES ? -1L : (1L << processes) - 1;
    }
}
