package org.failuretransparency.guest;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import org.failuretransparency.os.Errno;

/// Processes on one thread, with a clock and a network of their own: every run of a seed is the same. The network
/// loses, repeats and damages datagrams, and delays each by a different time. A process can be rolled back, now and
/// then, to what it was before its last send, which is where a recovery system that commits before each send would have
/// committed. Datagrams that had come meanwhile are lost with it.
public final class Simulation implements AutoCloseable {

    /// What the network does to a datagram, in percent, and the longest delay.
    public record Network(int lostPercent, int repeatedPercent, int damagedPercent, long delayMicros) {
        public static final Network RELIABLE = new Network(0, 0, 0, 0);
        public static final Network BAD = new Network(20, 10, 2, 3000);
    }

    private record Datagram(long arrivalMicros, long order, long from, long to, ByteBuffer bytes) {}

    private static final long START_MICROS = 1_800_000_000_000_000L;
    private static final long CALL_MICROS = 2;
    private static final long LEAST_DELAY_MICROS = 50;
    private static final long MICROS = 1_000_000;

    private final Arena arena = Arena.ofConfined();
    private final SplittableRandom random;
    private final Network network;
    private final List<Node> processes = new ArrayList<>();
    private final PriorityQueue<Datagram> flying = new PriorityQueue<>(
            Comparator.comparingLong(Datagram::arrivalMicros).thenComparingLong(Datagram::order));
    private long nowMicros = START_MICROS;
    private long order;

    public Simulation(long seed, Network network) {
        this.random = new SplittableRandom(seed);
        this.network = network;
    }

    /// Starts a process.
    public Node start(Program program) {
        Node process = new Node(program);
        processes.add(process);
        return process;
    }

    /// Seconds of the simulation's clock since its start.
    public long seconds() {
        return (nowMicros - START_MICROS) / MICROS;
    }

    /// Runs until all processes have ended; fails if they do not within so many turns.
    public void run(long turns) {
        run(turns, processes);
    }

    /// Runs until these processes have ended.
    public void run(long turns, List<Node> awaited) {
        for (long turn = 0; awaited.stream().anyMatch(process -> process.status < 0); turn++) {
            if (turn == turns) {
                throw new AssertionError("processes do not end: turns=" + turns + ", " + processes);
            }
            boolean ran = false;
            for (Node process : processes) {
                if (process.canRun()) {
                    process.turn();
                    ran = true;
                }
            }
            if (!ran) {
                skipTime();
            }
            deliver();
        }
    }

    private void skipTime() {
        long next = flying.isEmpty() ? Long.MAX_VALUE : flying.element().arrivalMicros;
        for (Node process : processes) {
            next = process.status < 0 ? Math.min(next, process.wakeMicros) : next;
        }
        if (next == Long.MAX_VALUE) {
            throw new AssertionError("all processes wait for ever: " + processes);
        }
        nowMicros = Math.max(nowMicros, next);
    }

    private void deliver() {
        while (!flying.isEmpty() && flying.element().arrivalMicros <= nowMicros) {
            Datagram datagram = flying.remove();
            for (Node process : processes) {
                if (process.status < 0 && process.address == datagram.to) {
                    process.inbox.add(datagram);
                }
            }
        }
    }

    /// Sends a datagram, as the network is.
    public void send(long from, long to, byte[] bytes) {
        if (random.nextInt(100) < network.lostPercent) {
            return;
        }
        int copies = random.nextInt(100) < network.repeatedPercent ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delay = LEAST_DELAY_MICROS + (network.delayMicros == 0 ? 0 : random.nextLong(network.delayMicros));
            byte[] arriving = bytes.clone();
            if (random.nextInt(100) < network.damagedPercent) {
                arriving[random.nextInt(arriving.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            }
            flying.add(new Datagram(nowMicros + delay, order++, from, to, ByteBuffer.wrap(arriving)));
        }
    }

    @Override
    public void close() {
        arena.close();
    }

    /// A process, which is its own kernel.
    public final class Node implements Kernel {

        private static final int LOOKS_EVERY = 64;

        private final Program program;
        private final WatchedMemory memory;
        private final Registers registers = new Registers();
        private final PlainRunner runner;
        private final Queue<Datagram> inbox = new ArrayDeque<>();
        private final MemorySegment saved;
        private final MemorySegment savedRegisters = arena.allocate(Registers.BYTES);
        private long address;
        private long wakeMicros = -1;
        private int status = -1;
        private int commitsEvery = 1;
        private int rollbackPercent;
        private boolean canRollBack;
        private long sends;
        private long turns;
        private int rollbacks;

        private Node(Program program) {
            this.program = program;
            this.memory = new WatchedMemory(program.space(), arena);
            this.saved = arena.allocate(program.space().lengthBytes());
            Heap heap = new PlainHeap(program.space());
            this.runner = new PlainRunner(program, memory, heap, registers, this);
            new Processor(program, memory, heap, registers).start();
        }

        public Memory memory() {
            return memory;
        }

        /// The exit status.
        public int status() {
            return status;
        }

        /// How often it was rolled back.
        public int rollbacks() {
            return rollbacks;
        }

        /// Rolls the process back after so many of a hundred sends and receives. A correct system commits before every
        /// send (1).
        public void rollBack(int percent, int commitBeforeEachSendOf) {
            rollbackPercent = percent;
            commitsEvery = commitBeforeEachSendOf;
        }

        private boolean canRun() {
            if (status >= 0 || registers.phase() != Registers.Phase.PENDING) {
                return status < 0;
            }
            if (registers.systemCall() != SystemCalls.POLL) {
                return true;
            }
            if (wakeMicros < 0) {
                long timeoutMillis = registers.argument(2);
                wakeMicros = timeoutMillis < 0 ? Long.MAX_VALUE : nowMicros + timeoutMillis * 1000;
            }
            return !inbox.isEmpty() || nowMicros >= wakeMicros;
        }

        private void turn() {
            boolean pending = registers.phase() == Registers.Phase.PENDING;
            int call = pending ? registers.systemCall() : -1;
            if (call == SystemCalls.SENDTO && sends++ % commitsEvery == 0) {
                commit();
            }
            if (!runner.turn()) {
                status = runner.status();
            }
            if (turns++ % LOOKS_EVERY == 0) {
                memory.look();
            }
            canRollBack &= call != SystemCalls.CLOSE && status < 0;
            boolean message = call == SystemCalls.SENDTO || call == SystemCalls.RECVFROM && registers.result() > 0;
            if (canRollBack && message && random.nextInt(100) < rollbackPercent) {
                rollBack();
            }
        }

        private void commit() {
            saved.copyFrom(memory.readable(0, program.space().lengthBytes()));
            registers.save(savedRegisters);
            canRollBack = true;
        }

        private void rollBack() {
            memory.writable(0, program.space().lengthBytes()).copyFrom(saved);
            registers.load(savedRegisters);
            inbox.clear();
            rollbacks++;
        }

        @Override
        public long perform(Registers call, Memory to) {
            nowMicros += CALL_MICROS;
            long first = call.argument(0);
            long second = call.argument(1);
            return switch (call.systemCall()) {
                case SystemCalls.SOCKET, SystemCalls.CLOSE -> 0;
                case SystemCalls.BIND -> {
                    address = to.getLong(second);
                    yield 0;
                }
                case SystemCalls.GETSOCKNAME -> {
                    to.putLong(second, address);
                    yield 0;
                }
                case SystemCalls.GETTIMEOFDAY -> {
                    to.putLong(first, nowMicros / MICROS);
                    to.putLong(first + Long.BYTES, nowMicros % MICROS);
                    yield 0;
                }
                case SystemCalls.POLL -> {
                    wakeMicros = -1;
                    yield inbox.isEmpty() ? 0 : 1;
                }
                case SystemCalls.SENDTO -> {
                    byte[] bytes = new byte[(int) call.argument(2)];
                    to.get(second, bytes, 0, bytes.length);
                    send(address, to.getLong(call.argument(3)), bytes);
                    yield bytes.length;
                }
                case SystemCalls.RECVFROM -> receive(call, to);
                default -> throw new AssertionError("not simulated: " + SystemCalls.nameOf(call.systemCall()));
            };
        }

        private long receive(Registers call, Memory to) {
            Datagram datagram = inbox.poll();
            if (datagram == null) {
                return -Errno.EAGAIN;
            }
            byte[] bytes = new byte[(int) Math.min(datagram.bytes.capacity(), call.argument(2))];
            datagram.bytes.get(0, bytes);
            to.put(call.argument(1), bytes, 0, bytes.length);
            to.putLong(call.argument(3), datagram.from);
            to.putLong(call.argument(3) + Long.BYTES, 0);
            return bytes.length;
        }

        @Override
        public String toString() {
            return "status=" + status + ", " + registers;
        }

        @Override
        public void raiseDue(Registers now) {}

        @Override
        public SignalTable signals() {
            return noSignals;
        }

        private final SignalTable noSignals = new SignalTable();
    }
}
