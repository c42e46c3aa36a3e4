package org.failuretransparency.theory.explorer;

import java.util.Optional;
import org.failuretransparency.theory.protocol.Protocol;

/// Checks Theorem 1 on a machine directly: finds the outputs of all failure-free executions, then executes the machine
/// in every order, with failures of every set of processes at every point, recovery included, and every
/// non-deterministic result each time; and compares what an observer has seen with the failure-free outputs after each
/// visible event and at the end (Definition 2).
///
/// Knows nothing of the commit invariant. What executions and failures do is in [Moves] and [Failure].
///
/// **Threads:** any; each call has its own state.
///
/// **Source:** §2.2.4.
public final class Explorer {

    private Explorer() {}

    /// Explores a machine.
    ///
    /// @throws org.failuretransparency.theory.InvalidMachineException if a process receives a message that it does not
    ///     know, or the machine is too large
    public static Exploration explore(Machine machine, ExplorerOptions options) {
        return explore(new MachineLocals(machine), options);
    }

    /// Explores a machine under a recovery protocol, which decides on its commits and logs in the machine's place.
    ///
    /// @throws org.failuretransparency.theory.InvalidMachineException as without a protocol, and if the protocol needs
    ///     control messages, waiting, bytes attached to messages, or commits of some but not all processes
    public static Exploration explore(Machine machine, Protocol protocol, ExplorerOptions options) {
        return explore(new ProtocolLocals(new MachineLocals(machine), protocol), options);
    }

    private static Exploration explore(Locals locals, ExplorerOptions options) {
        Layout layout = new Layout(locals);
        Outputs outputs = new Outputs();
        Search failureFree = new Search(locals, layout, outputs, false);
        failureFree.run(0);

        Search search = new Search(locals, layout, new Observer(outputs), options.shortest());
        boolean consistent = search.run(options.failures());
        int states = failureFree.table().count() + search.table().count();
        Optional<BadRun> badRun =
                consistent ? Optional.empty() : Optional.of(new Story(locals, layout, outputs, search).tell());
        return new Exploration(outputs.count(), states, badRun);
    }
}
