package org.failuretransparency.theory.protocol;

import java.lang.foreign.MemorySegment;
import org.failuretransparency.theory.EventType;

/// What a protocol remembers in one process, and its decisions there. Most protocols need two of these methods.
///
/// **Order of calls**, for each event of the application: `before`, again after each [Action.Type#WAIT], until it lets
/// the event happen; for a send then `attach`, for a receive `received`; the event; `after`, when the event's result is
/// in the process's state, so that a commit holds it. Before a commit that another process asked for, `before` is
/// called with [EventType#COMMIT]. Events of the recovery system itself are not shown to it. A send that was deferred
/// goes out after the commit without being asked about again.
///
/// What a call sets off happens in this order: the log events that [#logged] tells of, then the action that the call
/// answered, then the messages that it sent with [Controls]. So a message that says "committed" or "logged" causally
/// follows what it says, and a state may take an action that it answered for done.
///
/// **Survives**: part of the process's committed state: for each commit [#committed] is called, then [#save]; at
/// recovery [#restore], then [#recovered]. All that is written in one call fits into [#MAX_BYTES].
///
/// **Threads**: those of its process, one at a time.
public interface ProtocolState {

    /// The most bytes that [#attach], [#save] or one message of a protocol's own may take.
    int MAX_BYTES = 1 << 16;

    /// What must happen before an event of `type`, which will have at least the index `index`.
    Action before(EventType type, int index);

    /// What must happen after the event of `type` and `index`, before the next one.
    Action after(EventType type, int index);

    /// Writes what is piggybacked on a message to process `to`, and returns its length in bytes.
    default int attach(int to, MemorySegment out) {
        return 0;
    }

    /// Reads what was piggybacked on the message whose receive is about to happen.
    default void received(int from, MemorySegment attached) {}

    /// Takes a message that this protocol's state in process `from` sent with [Controls#send].
    ///
    /// @return what must happen at once: PROCEED, COMMIT, or FLUSH_LOG
    default Action control(int from, MemorySegment message) {
        return Action.PROCEED;
    }

    /// The index of the last event of `process` up to which all recorded results are on the log, as far as this state
    /// knows; -1 for none. The simulator asks after each call that may have changed it, and writes LOG events;
    /// protocols whose log holds only their own results, in order, need not answer.
    default int logged(int process) {
        return -1;
    }

    /// The process's state is committed; its last event has the index `index`.
    default void committed(int index) {}

    /// The process is back in its last committed state, or further where a log was replayed.
    default void recovered() {}

    /// Writes this state, so that it can be committed with the process, and returns its length in bytes.
    default int save(MemorySegment out) {
        return 0;
    }

    /// Reads what [#save] wrote.
    default void restore(MemorySegment in) {}
}
