package org.failuretransparency.guest;

import java.lang.foreign.Arena;
import org.failuretransparency.os.HostSignals;

/// Runs a program plain: no copies before stores, nothing between it and the operating system, nothing that survives.
/// The baseline of what recovery costs.
///
/// **Survives**: nothing.
///
/// **Threads**: one.
///
/// **Throws**: [GuestException] when the program breaks the contract of a guest.
public final class PlainRunner {

    private static final int RUNNING = -1;

    private final Memory memory;
    private final Heap heap;
    private final Kernel kernel;
    private final Registers registers;
    private final Processor processor;
    private int status = RUNNING;

    /// Over the state of a process: [Processor#start()] it, or let it go on from where its registers are.
    PlainRunner(Program program, Memory memory, Heap heap, Registers registers, Kernel kernel) {
        this.memory = memory;
        this.heap = heap;
        this.kernel = kernel;
        this.registers = registers;
        this.processor = new Processor(program, memory, heap, registers);
    }

    /// Runs a program on this JVM's standard input and output, with its `SIGINT`, `SIGTERM`, `SIGHUP` and `SIGWINCH`.
    /// Returns the exit status.
    public static int run(Program program) {
        try (HostSignals signals = HostSignals.collect("INT", "TERM", "HUP", "WINCH");
                HostKernel kernel = new HostKernel(program, Descriptors.standard(), System::nanoTime)) {
            kernel.add(new HostSignalSource(signals, kernel.signals()));
            return run(program, kernel);
        }
    }

    /// Runs a program with a kernel of the caller's; returns the exit status, or [Signals#STATUS_BASE] and the number
    /// of the signal that ended it.
    public static int run(Program program, Kernel kernel) {
        try (Arena arena = Arena.ofConfined()) {
            AddressSpace space = program.space();
            PlainRunner runner = new PlainRunner(
                    program, new PlainMemory(space, arena), new PlainHeap(space), new Registers(), kernel);
            runner.processor.start();
            while (runner.turn()) {}
            return runner.status;
        }
    }

    /// Carries out the pending system call, or else delivers a signal and executes a step. Returns whether the process
    /// goes on.
    boolean turn() {
        if (registers.phase == Registers.Phase.PENDING) {
            if (processor.exiting()) {
                status = processor.exitStatus();
                return false;
            }
            processor.perform(kernel);
            return true;
        }
        kernel.raiseDue(registers);
        int deadly = processor.deliverSignal(kernel.signals());
        if (deadly == 0 && processor.step() == Processor.StepEnd.FAULT) {
            deadly = processor.deliverFault(kernel.signals());
        }
        if (deadly != 0) {
            status = Signals.STATUS_BASE + deadly;
            return false;
        }
        return true;
    }

    /// The exit status, once [#turn()] has returned false.
    int status() {
        return status;
    }

    Registers registers() {
        return registers;
    }

    /// Goes on with the same process as if this runner and its processor had never been: with the program's code made
    /// anew, and registers from their saved form.
    PlainRunner forget(Program program) {
        try (Arena arena = Arena.ofConfined()) {
            Registers loaded = new Registers();
            var saved = arena.allocate(Registers.BYTES);
            registers.save(saved);
            loaded.load(saved);
            return new PlainRunner(program, memory, heap, loaded, kernel);
        }
    }
}
