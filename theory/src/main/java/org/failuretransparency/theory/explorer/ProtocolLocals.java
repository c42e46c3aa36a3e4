package org.failuretransparency.theory.explorer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.InvalidMachineException;
import org.failuretransparency.theory.explorer.Local.Act;
import org.failuretransparency.theory.explorer.Local.Op;
import org.failuretransparency.theory.protocol.Action;
import org.failuretransparency.theory.protocol.Controls;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.ProtocolState;

/// The local states of a machine under a recovery protocol, which decides when it commits and logs; commits and logs of
/// the machine's own are passed over. A local state holds the protocol's state too, as [ProtocolState#save] writes it,
/// so that it is committed and rolled back with the process.
///
/// Only protocols that decide alone and at once: no control messages, no waiting, nothing attached to messages, no sets
/// of processes but all of them. Choices that a log can have are of type INPUT, others of type CHOICE.
final class ProtocolLocals implements Locals {

    /// What is done before the protocol is asked about the next event.
    private enum Todo {
        COMMIT,
        COMMIT_ALL,
        LOG,
        /// The first of the deferred sends.
        SEND,
        /// The machine's next event, which the protocol lets happen.
        EVENT,
        /// The same, atomically with a commit.
        EVENT_AND_COMMIT,
        /// A commit or log of the machine's own.
        PASS_OVER
    }

    /// A send that waits for a commit.
    private record Deferred(int to, int message) {}

    /// All that a local state consists of.
    ///
    /// @param base the machine's
    /// @param protocol the protocol's, a byte a character
    /// @param index of the process's next event
    private record Config(
            Local base,
            String protocol,
            List<Todo> todo,
            List<Deferred> deferred,
            Local.Counters counters,
            int index) {}

    private final MachineLocals machine;
    private final Protocol protocol;
    private final Controls controls;
    private final MemorySegment scratch = MemorySegment.ofArray(new byte[ProtocolState.MAX_BYTES]);
    private final List<Map<Config, Local>> known = new ArrayList<>();
    private final List<List<Local>> locals = new ArrayList<>();
    private final Map<Local, Config> configs = new HashMap<>();

    ProtocolLocals(MachineLocals machine, Protocol protocol) {
        this.machine = machine;
        this.protocol = protocol;
        controls = (_, _) -> {
            throw unfit("control messages");
        };
        for (int p = 0; p < machine.processes(); p++) {
            known.add(new HashMap<>());
            locals.add(new ArrayList<>());
        }
    }

    private InvalidMachineException unfit(String need) {
        return new InvalidMachineException(
                "a protocol that the explorer cannot run: protocol=" + protocol.id() + ", needs=" + need);
    }

    @Override
    public int processes() {
        return machine.processes();
    }

    @Override
    public String name(int process) {
        return machine.name(process);
    }

    @Override
    public Local start(int process) {
        String state = save(protocol.start(process, processes(), controls));
        return local(
                new Config(machine.start(process), state, List.of(), List.of(), Local.Counters.zero(processes()), 0));
    }

    @Override
    public Local local(int process, int id) {
        return locals.get(process).get(id);
    }

    private ProtocolState load(Config config) {
        ProtocolState state = protocol.start(config.base().process, processes(), controls);
        byte[] bytes = config.protocol().getBytes(StandardCharsets.ISO_8859_1);
        MemorySegment.copy(bytes, 0, scratch, ValueLayout.JAVA_BYTE, 0, bytes.length);
        state.restore(scratch.asSlice(0, bytes.length));
        return state;
    }

    private String save(ProtocolState state) {
        int lengthBytes = state.save(scratch);
        return new String(scratch.asSlice(0, lengthBytes).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
    }

    private Local local(Config asked) {
        Config config = asked.todo().isEmpty() ? ask(asked) : asked;
        int process = config.base().process;
        Local local = known.get(process).get(config);
        if (local == null) {
            local = new Local(process, locals.get(process).size(), act(config), config.counters());
            known.get(process).put(config, local);
            locals.get(process).add(local);
            configs.put(local, config);
        }
        return local;
    }

    /// Asks the protocol what must be done before the next event. A deferred send is over at once, and the protocol is
    /// asked about the event after it.
    private Config ask(Config config) {
        Local base = config.base();
        Act act = base.act;
        switch (act.op()) {
            case END -> {
                return config.deferred().isEmpty() ? config : with(config, config.protocol(), List.of(Todo.COMMIT));
            }
            case COMMIT, ROUND, LOG -> {
                return with(config, config.protocol(), List.of(Todo.PASS_OVER));
            }
            default -> {}
        }
        ProtocolState state = load(config);
        Action action = state.before(type(act), config.index());
        String after = save(state);
        return switch (action.type()) {
            case PROCEED -> with(config, after, List.of(Todo.EVENT));
            case COMMIT -> with(config, after, List.of(Todo.COMMIT, Todo.EVENT));
            case COMMIT_ALL -> with(config, after, List.of(Todo.COMMIT_ALL, Todo.EVENT));
            case FLUSH_LOG -> with(config, after, List.of(Todo.LOG, Todo.EVENT));
            case COMMIT_ATOMICALLY -> with(config, after, List.of(Todo.EVENT_AND_COMMIT));
            case DEFER -> {
                List<Deferred> deferred = new ArrayList<>(config.deferred());
                deferred.add(new Deferred(act.peer(), act.word()));
                Local next = machine.follow(base, 0);
                yield ask(new Config(next, after, List.of(), deferred, config.counters(), config.index()));
            }
            default -> throw unfit(action.type().toString());
        };
    }

    private static Config with(Config config, String protocol, List<Todo> todo) {
        return new Config(
                config.base(), protocol, List.copyOf(todo), config.deferred(), config.counters(), config.index());
    }

    private static EventType type(Act act) {
        return switch (act.op()) {
            case CHOOSE -> act.recorded() ? EventType.INPUT : EventType.CHOICE;
            case SHOW -> EventType.VISIBLE;
            case SEND -> EventType.SEND;
            case RECEIVE -> EventType.ORDERED_RECEIVE;
            case RECEIVE_ANY -> EventType.RECEIVE;
            default -> EventType.INTERNAL;
        };
    }

    private Act act(Config config) {
        int self = config.base().process;
        if (config.todo().isEmpty()) {
            return Act.of(Op.END);
        }
        return switch (config.todo().getFirst()) {
            case COMMIT -> Act.commit(Op.COMMIT, -1, 1L << self);
            case COMMIT_ALL -> Act.commit(Op.COMMIT, -1, Action.all(processes()));
            case LOG -> Act.of(Op.LOG, self, -1);
            case SEND ->
                Act.of(
                        Op.SEND,
                        config.deferred().getFirst().to(),
                        config.deferred().getFirst().message());
            case EVENT -> event(config);
            case EVENT_AND_COMMIT -> event(config).atomically();
            case PASS_OVER -> Act.of(Op.INTERNAL);
        };
    }

    /// The machine's event. Whether a log can have its result is what the protocol says after it.
    private Act event(Config config) {
        Act act = config.base().act;
        Action.Type after = load(config).after(type(act), config.index()).type();
        boolean recorded = after == Action.Type.LOG || after == Action.Type.LOG_LAZILY;
        return act.op() == Op.CHOOSE || act.op() == Op.RECEIVE_ANY ? Act.choice(act.op(), act.fanout(), recorded) : act;
    }

    @Override
    public Local follow(Local from, int branch) {
        Local next = from.next(branch);
        if (next == null) {
            next = local(target(config(from), branch));
            from.next(branch, next);
        }
        return next;
    }

    private Config config(Local local) {
        Config config = configs.get(local);
        if (config == null) {
            throw new IllegalStateException("a local state of another machine: id=" + local.id);
        }
        return config;
    }

    private Config target(Config config, int branch) {
        List<Todo> rest = config.todo().subList(1, config.todo().size());
        return switch (config.todo().getFirst()) {
            case COMMIT, COMMIT_ALL -> commit(config, rest);
            case LOG -> next(config, config.base(), config.protocol(), config.counters(), rest);
            case SEND -> sendDeferred(config, rest);
            case EVENT -> execute(config, branch, rest);
            case EVENT_AND_COMMIT -> {
                Config after = execute(config, branch, rest);
                yield commit(after, after.todo());
            }
            case PASS_OVER ->
                new Config(
                        machine.follow(config.base(), branch),
                        config.protocol(),
                        List.copyOf(rest),
                        config.deferred(),
                        config.counters(),
                        config.index());
        };
    }

    /// After a commit: the deferred sends go out first.
    private Config commit(Config config, List<Todo> rest) {
        ProtocolState state = load(config);
        state.committed(config.index());
        List<Todo> todo = new ArrayList<>(rest);
        todo.removeIf(one -> one == Todo.SEND);
        config.deferred().forEach(_ -> todo.addFirst(Todo.SEND));
        return next(config, config.base(), save(state), config.counters(), todo);
    }

    @Override
    public Local committed(Local local) {
        Config config = config(local);
        return local(commit(config, config.todo()));
    }

    private Config sendDeferred(Config config, List<Todo> rest) {
        Deferred send = config.deferred().getFirst();
        ProtocolState state = load(config);
        List<Todo> todo = after(state, EventType.SEND, config.index());
        todo.addAll(rest);
        List<Deferred> others = config.deferred().subList(1, config.deferred().size());
        return new Config(
                config.base(),
                save(state),
                List.copyOf(todo),
                List.copyOf(others),
                config.counters().sentTo(send.to()),
                config.index() + 1);
    }

    private Config execute(Config config, int branch, List<Todo> rest) {
        Act act = config.base().act;
        ProtocolState state = load(config);
        Local.Counters counters = config.counters();
        switch (act.op()) {
            case SEND -> {
                if (state.attach(act.peer(), scratch) != 0) {
                    throw unfit("bytes attached to messages");
                }
                counters = counters.sentTo(act.peer());
            }
            case RECEIVE, RECEIVE_ANY -> {
                state.received(machine.sender(branch), MemorySegment.ofArray(new byte[0]));
                counters = counters.receivedFrom(machine.sender(branch));
            }
            default -> {}
        }
        if (act.op() == Op.CHOOSE || act.op() == Op.RECEIVE_ANY) {
            counters = counters.chose();
        }
        List<Todo> todo = after(state, type(act), config.index());
        todo.addAll(rest);
        return next(config, machine.follow(config.base(), branch), save(state), counters, todo);
    }

    private List<Todo> after(ProtocolState state, EventType type, int index) {
        Action action = state.after(type, index);
        return switch (action.type()) {
            case PROCEED, LOG_LAZILY -> new ArrayList<>();
            case COMMIT -> new ArrayList<>(List.of(Todo.COMMIT));
            case COMMIT_ALL -> new ArrayList<>(List.of(Todo.COMMIT_ALL));
            case LOG, FLUSH_LOG -> new ArrayList<>(List.of(Todo.LOG));
            default -> throw unfit(action.type().toString());
        };
    }

    private static Config next(Config config, Local base, String protocol, Local.Counters counters, List<Todo> todo) {
        return new Config(base, protocol, List.copyOf(todo), config.deferred(), counters, config.index() + 1);
    }

    @Override
    public int messages(int from, int to) {
        return machine.messages(from, to);
    }

    @Override
    public int choices(int process) {
        return machine.choices(process);
    }

    @Override
    public boolean logs() {
        return true;
    }

    @Override
    public int sender(int message) {
        return machine.sender(message);
    }

    @Override
    public int labels() {
        return machine.labels();
    }

    @Override
    public String label(int label) {
        return machine.label(label);
    }

    @Override
    public String words(Local from, int branch) {
        Config config = config(from);
        if (config.todo().isEmpty()) {
            return "ends";
        }
        return switch (config.todo().getFirst()) {
            case COMMIT -> "commits";
            case COMMIT_ALL -> "commits together with all others";
            case LOG -> "writes its log";
            case SEND -> "sends what it held back";
            case EVENT -> machine.words(config.base(), branch);
            case EVENT_AND_COMMIT -> machine.words(config.base(), branch) + ", and commits atomically with it";
            case PASS_OVER -> "goes on";
        };
    }
}
