package org.failuretransparency.theory.explorer;

import java.util.List;

/// What a process does in one of its states: the transition out of it, or several of them if it is non-deterministic.
/// States are named; a name that no state has ends the process if it is [Machine#END] and is an error otherwise.
///
/// **Source:** §2.2.1, §2.2.4.
public sealed interface Step {

    /// A way out of a state.
    ///
    /// @param word what is chosen, or the message that is received
    /// @param next the state that it leads to
    record Branch(String word, String next) {}

    /// A message that is received when any may come.
    record Arrival(String from, String message, String next) {}

    /// Changes the state, and nothing that others see.
    record Internal(String next) implements Step {}

    /// A non-deterministic event: any of its siblings can happen, during recovery too.
    ///
    /// @param recorded whether a later [Log] can make the result survive
    record Choose(List<Branch> branches, boolean recorded) implements Step {
        public Choose {
            branches = List.copyOf(branches);
        }
    }

    /// A visible event. The observer sees the process's name and the label.
    record Show(String label, String next) implements Step {}

    /// Sends a message. Sent again during recovery, it is filtered if it is on its way or was received.
    record Send(String to, String message, String next) implements Step {}

    /// The next message from a known sender: deterministic.
    record Receive(String from, List<Branch> branches) implements Step {
        public Receive {
            branches = List.copyOf(branches);
        }
    }

    /// The next message of whichever sender: non-deterministic.
    ///
    /// @param recorded whether a later [Log] can make the choice of the sender survive
    record ReceiveAny(List<Arrival> arrivals, boolean recorded) implements Step {
        public ReceiveAny {
            arrivals = List.copyOf(arrivals);
        }
    }

    /// Commits the process's state, which is then `next`.
    ///
    /// @param round the name of a round, or empty. All processes that have a commit of the round execute it together,
    ///     as one atomic event, when each of them has come to it
    record Commit(String round, String next) implements Step {}

    /// Makes all recorded results of process `of` that this process's state depends on survive failures.
    record Log(String of, String next) implements Step {}
}
