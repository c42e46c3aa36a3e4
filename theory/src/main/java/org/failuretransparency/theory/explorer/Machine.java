package org.failuretransparency.theory.explorer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.failuretransparency.theory.InvalidMachineException;
import org.failuretransparency.theory.protocol.Action;

/// A computation as a set of sequential processes, each an explicit finite state machine (§2.2.1). No process comes
/// back to a state that it was in, so that every execution ends and "the whole output" has a meaning. The initial state
/// of a process counts as committed.
///
/// ```java
/// Machine coin = Machine.named("coin")
///         .process("P0").choose("toss", "heads", "won", "tails", "lost")
///         .show("won", "heads", Machine.END)
///         .show("lost", "tails", Machine.END)
///         .build();
/// ```
///
/// **Threads:** immutable.
///
/// **Throws:** [InvalidMachineException] for names that nothing has, for cycles, and for messages that a process sends
/// to itself.
///
/// @param name for people
/// @param processes process p of the computation is the p-th
public record Machine(String name, List<SequentialProcess> processes) {

    /// The name of the state in which a process has nothing more to do.
    public static final String END = "end";

    /// One process: its states by name, the initial one first.
    public record SequentialProcess(String name, Map<String, Step> states) {

        /// The initial state; [#END] if it has none.
        public String initial() {
            return states.isEmpty() ? END : states.keySet().iterator().next();
        }
    }

    public Machine {
        processes = List.copyOf(processes);
        if (processes.isEmpty() || processes.size() > Action.MAX_PROCESSES) {
            throw new InvalidMachineException("wrong number of processes: machine=" + name + ", processes="
                    + processes.size() + ", possible=1 to " + Action.MAX_PROCESSES);
        }
        new MachineRules(name, processes).check();
    }

    /// Starts a machine of this name.
    public static Builder named(String name) {
        return new Builder(name);
    }

    /// The place of the process of that name.
    int indexOf(String process) {
        for (int p = 0; p < processes.size(); p++) {
            if (processes.get(p).name().equals(process)) {
                return p;
            }
        }
        throw new InvalidMachineException("no such process: machine=" + name + ", process=" + process);
    }

    /// The states that `step` can lead to.
    static Stream<String> next(Step step) {
        return switch (step) {
            case Step.Internal internal -> Stream.of(internal.next());
            case Step.Choose choose -> choose.branches().stream().map(Step.Branch::next);
            case Step.Show show -> Stream.of(show.next());
            case Step.Send send -> Stream.of(send.next());
            case Step.Receive receive -> receive.branches().stream().map(Step.Branch::next);
            case Step.ReceiveAny any -> any.arrivals().stream().map(Step.Arrival::next);
            case Step.Commit commit -> Stream.of(commit.next());
            case Step.Log log -> Stream.of(log.next());
        };
    }

    /// Adds processes and their states in turn; the first state of a process is its initial one.
    public static final class Builder {

        private final String name;
        private final List<SequentialProcess> processes = new ArrayList<>();
        private Map<String, Step> states = Map.of();

        private Builder(String name) {
            this.name = name;
        }

        /// Starts a process; the states that follow are its.
        public Builder process(String process) {
            states = new LinkedHashMap<>();
            processes.add(new SequentialProcess(process, states));
            return this;
        }

        /// A state of the process and what the process does in it.
        public Builder state(String state, Step step) {
            if (processes.isEmpty()) {
                throw new InvalidMachineException(
                        "a state before the first process: machine=" + name + ", state=" + state);
            }
            if (state.equals(END) || states.putIfAbsent(state, step) != null) {
                throw new InvalidMachineException("a state twice, or one called end: machine=" + name + ", process="
                        + processes.getLast().name() + ", state=" + state);
            }
            return this;
        }

        public Builder internal(String state, String next) {
            return state(state, new Step.Internal(next));
        }

        /// A choice, as words and next states in turn: `choose("toss", "heads", "won", "tails", "lost")`.
        public Builder choose(String state, String... wordsAndNext) {
            return state(state, new Step.Choose(branches(wordsAndNext), true));
        }

        public Builder show(String state, String label, String next) {
            return state(state, new Step.Show(label, next));
        }

        public Builder send(String state, String to, String message, String next) {
            return state(state, new Step.Send(to, message, next));
        }

        /// A receive from a known sender, as messages and next states in turn.
        public Builder receive(String state, String from, String... messagesAndNext) {
            return state(state, new Step.Receive(from, branches(messagesAndNext)));
        }

        public Builder commit(String state, String next) {
            return state(state, new Step.Commit("", next));
        }

        public Builder log(String state, String of, String next) {
            return state(state, new Step.Log(of, next));
        }

        public Machine build() {
            return new Machine(name, processes);
        }

        private static List<Step.Branch> branches(String... wordsAndNext) {
            List<Step.Branch> branches = new ArrayList<>();
            for (int i = 0; i + 1 < wordsAndNext.length; i += 2) {
                branches.add(new Step.Branch(wordsAndNext[i], wordsAndNext[i + 1]));
            }
            return branches;
        }
    }
}
