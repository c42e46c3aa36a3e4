package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What holds for a program that keeps nothing outside of its memory and registers: throwing away every Java object of
/// it after each step and each system call, and scrambling the unused part of its stack, changes none of its output.
/// And that it declares what it stores ([WatchedMemory]).
/// Every recoverable program extends this.
@Timeout(60)
public abstract class AmnesiaContract {

    /// A run: what the program wrote (a character for each byte), how it ended, and how many turns it took.
    protected record Run(String output, int status, long turns) {

        public Run withOutput(String other) {
            return new Run(other, status, turns);
        }
    }

    private static final long LOOKED_AT_BYTES = 4 << 20;
    private static final byte SCRAMBLED = (byte) 0xA5;

    @TempDir
    private Path directory;

    /// The program, made anew at each call, with all objects that it consists of.
    protected abstract Program program();

    /// What it reads from descriptor 0.
    protected abstract byte[] input();

    @Test
    void forgettingAllObjectsAfterEveryStepChangesNothing() throws IOException {
        requireEqual(repeatable(run(this::program, false)), repeatable(run(this::program, true)));
    }

    /// The run without what differs from run to run, such as times in the output.
    protected Run repeatable(Run run) {
        return run;
    }

    /// Fails unless the runs did something and did the same.
    protected static void requireEqual(Run plain, Run forgetful) {
        assertThat(plain.turns()).as("turns").isGreaterThan(2);
        assertThat(plain.output()).as("output").isNotEmpty();
        assertThat(forgetful.output()).as("output with amnesia").isEqualTo(plain.output());
        assertThat(forgetful.status()).as("exit status with amnesia").isEqualTo(plain.status());
    }

    /// Runs a program with the input, plain or with amnesia, in which case it is made anew after every turn.
    protected final Run run(Supplier<Program> programs, boolean forgetful) throws IOException {
        Path in = Files.write(directory.resolve("in"), input());
        Path out = directory.resolve("out");
        Files.deleteIfExists(out);
        Descriptors descriptors = new Descriptors();
        descriptors.give(0, HostFiles.toRead(in), false);
        descriptors.give(1, HostFiles.toWrite(out), false);
        Program program = programs.get();
        try (Arena arena = Arena.ofConfined();
                HostKernel kernel = new HostKernel(program, descriptors, System::nanoTime)) {
            prepare(kernel);
            Memory memory =
                    forgetful ? new WatchedMemory(program.space(), arena) : new PlainMemory(program.space(), arena);
            Registers registers = new Registers();
            Heap heap = new PlainHeap(program.space());
            new Processor(program, memory, heap, registers).start();
            PlainRunner runner = new PlainRunner(program, memory, heap, registers, kernel);
            long turns = 1;
            while (runner.turn()) {
                turns++;
                if (Thread.interrupted()) { // by the time limit
                    throw new AssertionError("program does not end: turns=" + turns + ", " + runner.registers());
                }
                if (memory instanceof WatchedMemory watched) {
                    if (turns % looksEvery(program) == 0) {
                        watched.look();
                    }
                    runner = runner.forget(programs.get());
                    scramble(memory, runner.registers().stackPointer());
                }
            }
            return new Run(Files.readString(out, StandardCharsets.ISO_8859_1), runner.status(), turns);
        }
    }

    /// Gives the kernel what the program needs besides descriptors 0 and 1: other descriptors, attendants.
    protected void prepare(HostKernel kernel) {}

    /// Looking costs time for each page: in small programs after every turn, in large ones less often.
    private static long looksEvery(Program program) {
        return 1 + program.space().lengthBytes() / LOOKED_AT_BYTES;
    }

    private static void scramble(Memory memory, long stackPointer) {
        byte[] page = new byte[AddressSpace.PAGE_BYTES];
        Arrays.fill(page, SCRAMBLED);
        for (long at = Math.max(memory.space().stackStart(), stackPointer - 2L * page.length); at < stackPointer; ) {
            int count = (int) Math.min(page.length, stackPointer - at);
            memory.put(at, page, 0, count);
            at += count;
        }
    }
}
