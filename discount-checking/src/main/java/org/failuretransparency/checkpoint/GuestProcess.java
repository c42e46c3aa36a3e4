package org.failuretransparency.checkpoint;

import java.lang.foreign.MemorySegment;
import org.failuretransparency.guest.Processor;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.Registers;
import org.failuretransparency.guest.Signals;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.vista.PageTracker;

/// A guest program as a held process: memory with copies before first stores, Vista's heap, and a kernel in between
/// that records what it would have to do again.
///
/// **Source**: §5.2.2.
final class GuestProcess implements HeldProcess {

    private final CheckpointedMemory memory;
    private final Registers registers = new Registers();
    private final Processor processor;
    private final RecoverableKernel kernel;
    private final PageTracker context;
    private final MemorySegment savedRegisters;
    private int deadlySignal;

    GuestProcess(Program program, CheckpointStore store, CheckpointedMemory memory, RecoverableKernel kernel) {
        this.memory = memory;
        this.kernel = kernel;
        this.context = kernel.context();
        this.savedRegisters = store.context().segment().asSlice(ContextLayout.REGISTERS, Registers.BYTES);
        this.processor = new Processor(program, memory, new CheckpointedHeap(store.heap(), program.space()), registers);
    }

    /// Makes it a process that begins with the main routine.
    void start() {
        processor.start();
        kernel.start();
    }

    /// Makes it what the last checkpoint says, the state that the kernel keeps of it included.
    void restore() {
        registers.load(savedRegisters);
        kernel.restore(memory);
        memory.beginInterval(registers.stackPointer());
    }

    @Override
    public Stop resume() {
        if (registers.phase() == Registers.Phase.PENDING) {
            return pending();
        }
        kernel.raiseDue(registers);
        if (registers.deliverableSignals() != 0) {
            deadlySignal = deadly();
            return deadlySignal == 0 ? Stop.SIGNAL : Stop.KILLED;
        }
        return switch (processor.step()) {
            case YIELD -> Stop.YIELD;
            case CALL -> pending();
            case FAULT -> {
                deadlySignal = processor.deliverFault(kernel.signals());
                yield deadlySignal == 0 ? Stop.YIELD : Stop.KILLED;
            }
        };
    }

    private Stop pending() {
        return switch (registers.systemCall()) {
            case SystemCalls.EXIT -> Stop.EXITED;
            case SystemCalls.CHECKPOINT -> Stop.CHECKPOINT;
            default -> Stop.CALL;
        };
    }

    /// The signal that is delivered next, if it ends the process.
    private int deadly() {
        int signal = Long.numberOfTrailingZeros(registers.deliverableSignals()) + 1;
        return kernel.signals().endsProcess(signal) ? signal : 0;
    }

    @Override
    public EventType event() {
        if (registers.phase() != Registers.Phase.PENDING) {
            return EventType.SIGNAL;
        }
        return kernel.event(registers, memory);
    }

    @Override
    public boolean needsCheckpoint() {
        return kernel.needsCheckpoint(registers, memory);
    }

    @Override
    public void exit() {
        kernel.exit();
    }

    @Override
    public void perform() {
        if (!kernel.pickPort(registers)) {
            processor.perform(kernel);
        }
    }

    @Override
    public void deliver() {
        processor.deliverSignal(kernel.signals());
    }

    @Override
    public int status() {
        return deadlySignal == 0 ? processor.exitStatus() : Signals.STATUS_BASE + deadlySignal;
    }

    @Override
    public long stackPointer() {
        return registers.stackPointer();
    }

    @Override
    public void capture() {
        kernel.beforeCommit();
        context.touch(ContextLayout.REGISTERS, Registers.BYTES);
        registers.save(savedRegisters);
    }

    @Override
    public void committed() {
        memory.beginInterval(registers.stackPointer());
        kernel.afterCommit();
    }
}
