package org.failuretransparency.theory.explorer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.failuretransparency.theory.InvalidMachineException;
import org.failuretransparency.theory.explorer.Local.Act;
import org.failuretransparency.theory.explorer.Local.Op;
import org.jspecify.annotations.Nullable;

/// The local states of a [Machine] as it is written: the states of its graphs, with counters.
final class MachineLocals implements Locals {

    /// A message or a label: whose, and its words.
    private record Word(int process, String text) {}

    private record Key(String state, Local.Counters counters) {}

    private final Machine machine;
    private final Names<Word> messages = new Names<>();
    private final Names<Word> labels = new Names<>();
    private final Names<String> rounds = new Names<>();
    private final Map<String, Long> participants = new HashMap<>();
    private final List<Map<Key, Local>> known = new ArrayList<>();
    private final List<List<Local>> locals = new ArrayList<>();
    private final List<List<String>> states = new ArrayList<>();

    MachineLocals(Machine machine) {
        this.machine = machine;
        for (int p = 0; p < machine.processes().size(); p++) {
            known.add(new HashMap<>());
            locals.add(new ArrayList<>());
            states.add(new ArrayList<>());
            long self = 1L << p;
            for (Step step : machine.processes().get(p).states().values()) {
                if (step instanceof Step.Commit commit && !commit.round().isEmpty()) {
                    participants.merge(commit.round(), self, (a, b) -> a | b);
                }
            }
        }
    }

    @Override
    public int processes() {
        return machine.processes().size();
    }

    @Override
    public Local start(int process) {
        return local(process, machine.processes().get(process).initial(), Local.Counters.zero(processes()));
    }

    @Override
    public Local local(int process, int id) {
        return locals.get(process).get(id);
    }

    private Local local(int process, String state, Local.Counters counters) {
        Key key = new Key(state, counters);
        Local local = known.get(process).get(key);
        if (local == null) {
            local = new Local(process, locals.get(process).size(), act(process, step(process, state)), counters);
            known.get(process).put(key, local);
            locals.get(process).add(local);
            states.get(process).add(state);
        }
        return local;
    }

    private @Nullable Step step(int process, String state) {
        return machine.processes().get(process).states().get(state);
    }

    /// The step that this local state is about to take.
    @Nullable
    Step step(Local local) {
        return step(local.process, state(local));
    }

    String state(Local local) {
        return states.get(local.process).get(local.id);
    }

    private Act act(int process, @Nullable Step step) {
        return switch (step) {
            case null -> Act.of(Op.END);
            case Step.Internal _ -> Act.of(Op.INTERNAL);
            case Step.Choose choose -> Act.choice(Op.CHOOSE, choose.branches().size(), choose.recorded());
            case Step.Show show -> Act.of(Op.SHOW, -1, labels.number(new Word(process, show.label())));
            case Step.Send send ->
                Act.of(Op.SEND, machine.indexOf(send.to()), messages.number(new Word(process, send.message())));
            case Step.Receive receive -> Act.of(Op.RECEIVE, machine.indexOf(receive.from()), -1);
            case Step.ReceiveAny any -> Act.choice(Op.RECEIVE_ANY, 0, any.recorded());
            case Step.Commit commit when commit.round().isEmpty() -> Act.commit(Op.COMMIT, -1, 1L << process);
            case Step.Commit commit -> {
                long with = participants.getOrDefault(commit.round(), 0L);
                yield Act.commit(Op.ROUND, rounds.number(commit.round()), with);
            }
            case Step.Log log -> Act.of(Op.LOG, machine.indexOf(log.of()), -1);
        };
    }

    @Override
    public Local follow(Local from, int branch) {
        Local known = from.next(branch);
        if (known == null) {
            known = target(from, branch);
            from.next(branch, known);
        }
        return known;
    }

    private Local target(Local from, int branch) {
        Local.Counters counters = from.counters;
        int p = from.process;
        return switch (step(from)) {
            case null -> throw new IllegalStateException("no event after the end: process=" + p);
            case Step.Choose choose -> local(p, choose.branches().get(branch).next(), counters.chose());
            case Step.Send send -> local(p, send.next(), counters.sentTo(machine.indexOf(send.to())));
            case Step.Receive receive ->
                local(p, received(from, receive, branch).next(), counters.receivedFrom(from.act.peer()));
            case Step.ReceiveAny any ->
                local(
                        p,
                        arrived(from, any, branch).next(),
                        counters.receivedFrom(sender(branch)).chose());
            case Step.Internal step -> local(p, step.next(), counters);
            case Step.Show step -> local(p, step.next(), counters);
            case Step.Commit step -> local(p, step.next(), counters);
            case Step.Log step -> local(p, step.next(), counters);
        };
    }

    private Step.Branch received(Local from, Step.Receive receive, int message) {
        String text = messages.thing(message).text();
        return receive.branches().stream()
                .filter(branch -> branch.word().equals(text))
                .findFirst()
                .orElseThrow(() -> unexpected(from, message));
    }

    private Step.Arrival arrived(Local from, Step.ReceiveAny any, int message) {
        String sender = machine.processes().get(sender(message)).name();
        String text = messages.thing(message).text();
        Predicate<Step.Arrival> matches =
                arrival -> arrival.from().equals(sender) && arrival.message().equals(text);
        return any.arrivals().stream().filter(matches).findFirst().orElseThrow(() -> unexpected(from, message));
    }

    private InvalidMachineException unexpected(Local from, int message) {
        return new InvalidMachineException("a message that the state does not know: machine=" + machine.name()
                + ", process=" + name(from.process) + ", state=" + state(from) + ", from=" + name(sender(message))
                + ", message=" + messages.thing(message).text());
    }

    @Override
    public Local committed(Local local) {
        return local;
    }

    @Override
    public int messages(int from, int to) {
        String receiver = name(to);
        return most(from, step -> step instanceof Step.Send send && send.to().equals(receiver));
    }

    @Override
    public int choices(int process) {
        return most(process, step -> step instanceof Step.Choose || step instanceof Step.ReceiveAny);
    }

    /// The most steps of a kind on any path of the process.
    private int most(int process, Predicate<Step> kind) {
        Machine.SequentialProcess graph = machine.processes().get(process);
        return most(graph, graph.initial(), kind, new HashMap<>());
    }

    private static int most(
            Machine.SequentialProcess graph, String state, Predicate<Step> kind, Map<String, Integer> known) {
        Integer before = known.get(state);
        Step step = graph.states().get(state);
        if (before != null || step == null) {
            return before == null ? 0 : before;
        }
        int after = Machine.next(step)
                .mapToInt(next -> most(graph, next, kind, known))
                .max()
                .orElse(0);
        int most = after + (kind.test(step) ? 1 : 0);
        known.put(state, most);
        return most;
    }

    @Override
    public boolean logs() {
        return machine.processes().stream()
                .flatMap(process -> process.states().values().stream())
                .anyMatch(Step.Log.class::isInstance);
    }

    @Override
    public int sender(int message) {
        return messages.thing(message).process();
    }

    @Override
    public int labels() {
        return labels.count();
    }

    @Override
    public String label(int label) {
        Word word = labels.thing(label);
        return name(word.process()) + ": " + word.text();
    }

    @Override
    public String words(Local from, int branch) {
        return switch (step(from)) {
            case null -> "end";
            case Step.Internal _ -> "internal event";
            case Step.Choose choose ->
                "chooses " + choose.branches().get(branch).word();
            case Step.Show show -> "shows " + show.label();
            case Step.Send send -> "sends " + send.message() + " to " + send.to();
            case Step.Receive _, Step.ReceiveAny _ ->
                "receives " + messages.thing(branch).text() + " from " + name(sender(branch));
            case Step.Commit commit when commit.round().isEmpty() -> "commits";
            case Step.Commit commit -> "commits in round " + commit.round() + " with " + names(from.act.participants());
            case Step.Log log -> "logs the results of " + log.of();
        };
    }

    @Override
    public String name(int process) {
        return machine.processes().get(process).name();
    }

    private String names(long set) {
        return String.join(
                " and ",
                IntStream.range(0, processes())
                        .filter(p -> (set >> p & 1) != 0)
                        .mapToObj(this::name)
                        .toList());
    }
}
