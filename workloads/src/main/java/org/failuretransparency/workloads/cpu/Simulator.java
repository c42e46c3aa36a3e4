package org.failuretransparency.workloads.cpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.os.Errno;

/// The guest program `m88ksim`: loads an image, and simulates it a bounded number of instructions a step, until it
/// exits. All of the machine is in the guest's memory ([MachineLayout]); the image and its decoded text are code.
///
/// What the simulated program asks for with `tb0 0,r0,496`, by the number in r9, as of the 187Bug monitor:
/// ```
/// 0x21  OUTSTR  writes the bytes from r2 up to, and not including, r3, to descriptor 1
/// 0x22  OUTLN   the same and a newline
/// 0x63  RETURN  exits with the status in r2 (the status is not the monitor's)
/// ```
/// At the end, and when an instruction cannot be executed (status 1), the simulator says so on descriptor 1, with the
/// statistics.
///
/// **Source**: §5.4.2, the workload of Figure 5.4.
public final class Simulator {

    /// What to simulate the program of the benchmark with.
    ///
    /// @param memoryBytes of simulated memory: a power of two from 64 KB to 64 MB
    /// @param rounds from 1 to 999,999; each goes over all of the memory
    public record Settings(int memoryBytes, int rounds) {

        /// About ten seconds.
        public static final Settings DEFAULT = new Settings(4 << 20, 60);

        private static final int MIN_BYTES = 64 << 10;
        private static final int MAX_BYTES = 64 << 20;
        private static final int MAX_ROUNDS = 999_999;

        public Settings {
            if (Integer.bitCount(memoryBytes) != 1 || memoryBytes < MIN_BYTES || memoryBytes > MAX_BYTES) {
                throw new IllegalArgumentException("no power of two from 64 KB to 64 MB: memoryBytes=" + memoryBytes);
            }
            if (rounds < 1 || rounds > MAX_ROUNDS) {
                throw new IllegalArgumentException("rounds not within 1 to 999999: rounds=" + rounds);
            }
        }
    }

    private static final long VERSION = 2;
    private static final int STEP_INSTRUCTIONS = 16_384;
    private static final int MONITOR = 496;
    private static final int OUTSTR = 0x21;
    private static final int OUTLN = 0x22;
    private static final int RETURN = 0x63;

    /// Points of the routine, and its locals.
    private static final int LOAD = 0;

    private static final int RUN = 1;
    private static final int STOPPED = 2;
    private static final int WRITE = 3;
    private static final int WRITTEN = 4;

    private static final int DONE = 0;
    private static final int EXIT_STATUS = 1;
    private static final int EXITING = 2;
    private static final int LOCALS = 3;

    private final Image image;
    private final long[] text;
    private final int memoryBytes;
    private final int rounds;

    private Simulator(Image image, int memoryBytes, int rounds) {
        this.image = image;
        this.text = Decoder.decode(image);
        this.memoryBytes = memoryBytes;
        this.rounds = rounds;
    }

    /// The benchmark.
    public static Program program(Settings settings) {
        return program(Assembler.assemble(benchmark()), settings.memoryBytes(), settings.rounds());
    }

    /// Any program. It starts at address 0 with the two numbers in r2 (the rounds) and r3 (the bytes of memory).
    static Program program(Image image, int memoryBytes, int rounds) {
        if (image.lengthBytes() > memoryBytes) {
            throw new IllegalArgumentException("image larger than the memory: lengthBytes=" + image.lengthBytes()
                    + ", memoryBytes=" + memoryBytes);
        }
        Simulator simulator = new Simulator(image, memoryBytes, rounds);
        return new Program(
                "m88ksim",
                VERSION,
                new AddressSpace(MachineLayout.MEMORY + memoryBytes, 0, AddressSpace.PAGE_BYTES),
                List.of(new Program.Entry("main", LOCALS, simulator::main)),
                0);
    }

    private static String benchmark() {
        try (InputStream in = Objects.requireNonNull(Simulator.class.getResourceAsStream("benchmark.s"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void main(Guest g) {
        switch (g.point()) {
            case LOAD -> load(g);
            case RUN -> run(g);
            case STOPPED -> stopped(g);
            case WRITE -> write(g);
            default -> written(g);
        }
    }

    private void load(Guest g) {
        Memory memory = g.memory();
        int[] words = image.words();
        MemorySegment target = memory.writable(MachineLayout.MEMORY, (long) words.length * Integer.BYTES);
        MemorySegment.copy(words, 0, target, ValueLayout.JAVA_INT, 0, words.length);
        for (int line = 0; line < MachineLayout.LINES; line++) {
            memory.putInt(MachineLayout.TAGS + (long) line * Integer.BYTES, -1);
        }
        memory.putInt(register(2), rounds);
        memory.putInt(register(3), memoryBytes);
        memory.putInt(MachineLayout.NEXT_PC, Integer.BYTES);
        g.resumeAt(RUN);
    }

    private void run(Guest g) {
        g.resumeAt(
                Interpreter.run(g.memory(), text, memoryBytes, STEP_INSTRUCTIONS) == Interpreter.BUDGET
                        ? RUN
                        : STOPPED);
    }

    /// Does what the program asked for, or ends it.
    private void stopped(Guest g) {
        Memory memory = g.memory();
        int stop = memory.getInt(MachineLayout.STOP);
        int detail = memory.getInt(MachineLayout.STOP_DETAIL);
        int function = memory.getInt(register(9));
        if (stop != Interpreter.TRAP) {
            end(g, Report.failure(memory, stop, detail), 1);
        } else if (detail != MONITOR) {
            end(g, "trap: vector=" + detail, 1);
        } else if (function == RETURN) {
            end(g, "", memory.getInt(register(2)));
        } else if (function == OUTSTR || function == OUTLN) {
            output(g, memory.getInt(register(2)), memory.getInt(register(3)), function == OUTLN ? "\n" : "");
        } else {
            end(g, "no such function of the monitor: r9=" + function, 1);
        }
    }

    private void output(Guest g, int from, int to, String lineEnd) {
        if (from < 0 || to < from || to > memoryBytes || to - from >= MachineLayout.OUTPUT_LIMIT) {
            end(g, "bad string: r2=" + from + ", r3=" + to, 1);
            return;
        }
        StringBuilder text = new StringBuilder(to - from + 1);
        for (int address = from; address < to; address++) {
            text.append((char) (g.memory().getByte(MachineLayout.MEMORY + (address ^ 3)) & 0xFF));
        }
        g.local(EXITING, 0);
        say(g, text.append(lineEnd).toString());
    }

    private void end(Guest g, String reason, int status) {
        g.local(EXITING, 1);
        g.local(EXIT_STATUS, status);
        say(g, (reason.isEmpty() ? "" : "m88ksim: " + reason + "\n") + Report.statistics(g.memory()));
    }

    private static void say(Guest g, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        g.memory().put(MachineLayout.OUTPUT, bytes, 0, bytes.length);
        g.memory().putLong(MachineLayout.OUTPUT_BYTES, bytes.length);
        g.local(DONE, 0);
        g.resumeAt(WRITE);
    }

    private static void write(Guest g) {
        long done = g.local(DONE);
        long left = g.memory().getLong(MachineLayout.OUTPUT_BYTES) - done;
        g.resumeAt(WRITTEN);
        g.request(SystemCalls.WRITE, 1, MachineLayout.OUTPUT + done, left, 0);
    }

    private static void written(Guest g) {
        long result = g.result();
        if (result < 0 && result != -Errno.EINTR) {
            g.exit(1);
            return;
        }
        long done = g.local(DONE) + Math.max(0, result);
        g.local(DONE, done);
        if (done < g.memory().getLong(MachineLayout.OUTPUT_BYTES)) {
            g.resumeAt(WRITE);
        } else if (g.local(EXITING) != 0) {
            g.exit((int) g.local(EXIT_STATUS));
        } else {
            g.resumeAt(RUN);
        }
    }

    private static long register(int number) {
        return MachineLayout.REGISTERS + (long) number * Integer.BYTES;
    }
}
