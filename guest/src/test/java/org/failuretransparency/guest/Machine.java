package org.failuretransparency.guest;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// A process for tests, whose state can be looked at from outside: a program of these routines, the first one main, or
/// no program at all, to request single system calls of a real kernel.
final class Machine implements AutoCloseable {

    static final AddressSpace SPACE = new AddressSpace(4 * AddressSpace.PAGE_BYTES, 1 << 16, 1 << 14);

    final Arena arena = Arena.ofConfined();
    final Program program;
    final WatchedMemory memory = new WatchedMemory(SPACE, arena);
    final Registers registers = new Registers();
    final Descriptors descriptors = new Descriptors();
    final HostKernel kernel;
    final PlainRunner runner;

    Machine(Routine... routines) {
        this(List.of(routines).stream()
                .map(routine -> new Program.Entry("routine", 4, routine))
                .toList());
    }

    private Machine(List<Program.Entry> entries) {
        program = new Program(
                "test", 1, SPACE, entries.isEmpty() ? List.of(new Program.Entry("idle", 2, g -> {})) : entries, 0);
        kernel = new HostKernel(program, descriptors, System::nanoTime);
        Heap heap = new PlainHeap(SPACE);
        runner = new PlainRunner(program, memory, heap, registers, kernel);
        new Processor(program, memory, heap, registers).start();
    }

    /// Runs to the end; returns the exit status.
    int run() {
        while (runner.turn()) {}
        return runner.status();
    }

    /// Carries out one system call, outside of any program.
    long call(int systemCall, long... arguments) {
        long[] four = Arrays.copyOf(arguments, 4);
        registers.request(systemCall, four[0], four[1], four[2], four[3]);
        registers.complete(kernel.perform(registers, memory));
        memory.look();
        return registers.result();
    }

    /// Puts a zero-terminated string to the address; returns the address.
    long string(long address, String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        memory.put(address, bytes, 0, bytes.length);
        return address;
    }

    String text(long address, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        memory.get(address, bytes, 0, lengthBytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        kernel.close();
        arena.close();
    }
}
