package org.failuretransparency.theory.explorer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.failuretransparency.theory.InvalidMachineException;

/// What must hold of a [Machine]: every name is one of a process or a state, no process sends to itself, and no process
/// can come back to a state.
final class MachineRules {

    private final String machine;
    private final List<Machine.SequentialProcess> processes;
    private final Set<String> names = new HashSet<>();

    MachineRules(String machine, List<Machine.SequentialProcess> processes) {
        this.machine = machine;
        this.processes = processes;
    }

    void check() {
        for (Machine.SequentialProcess process : processes) {
            if (!names.add(process.name())) {
                throw wrong("a process twice", process, "");
            }
        }
        for (Machine.SequentialProcess process : processes) {
            process.states().forEach((state, step) -> checkPeers(process, state, step));
            Map<String, Boolean> finished = new HashMap<>();
            process.states().keySet().forEach(state -> walk(process, state, finished));
        }
    }

    private void checkPeers(Machine.SequentialProcess process, String state, Step step) {
        Stream<String> peers = switch (step) {
            case Step.Send send -> Stream.of(send.to());
            case Step.Receive receive -> Stream.of(receive.from());
            case Step.ReceiveAny any -> any.arrivals().stream().map(Step.Arrival::from);
            default -> Stream.empty();
        };
        peers.forEach(peer -> {
            if (!names.contains(peer) || peer.equals(process.name())) {
                throw wrong("no such process to exchange messages with", process, state + ", peer=" + peer);
            }
        });
        if (step instanceof Step.Log log && !names.contains(log.of())) {
            throw wrong("no such process to log", process, state + ", of=" + log.of());
        }
        if (Machine.next(step).findAny().isEmpty()) {
            throw wrong("a state with no way out", process, state);
        }
    }

    /// Depth first; `finished` has false for the states on the path to this one.
    private void walk(Machine.SequentialProcess process, String state, Map<String, Boolean> finished) {
        Boolean known = finished.putIfAbsent(state, false);
        if (known != null) {
            if (!known) {
                throw wrong("a process can come back to a state", process, state);
            }
            return;
        }
        Step step = process.states().get(state);
        if (step != null) {
            Machine.next(step).forEach(next -> walk(process, next, finished));
        } else if (!state.equals(Machine.END)) {
            throw wrong("no such state", process, state);
        }
        finished.put(state, true);
    }

    private InvalidMachineException wrong(String what, Machine.SequentialProcess process, String state) {
        return new InvalidMachineException(
                what + ": machine=" + machine + ", process=" + process.name() + ", state=" + state);
    }
}
