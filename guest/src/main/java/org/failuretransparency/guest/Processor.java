package org.failuretransparency.guest;

import org.failuretransparency.guest.Registers.Phase;
import org.failuretransparency.os.Errno;

/// The machine that a program runs on: it executes steps, keeps frames on the stack, delivers signals, and asks a
/// kernel for system calls. It holds no state of the process: a new one over the same memory, heap and registers goes
/// on where this one was.
///
/// What a step asked for is applied when the step has ended, so that a step that a [Fault] ended has done nothing to
/// the registers and can start again.
///
/// **Threads**: one.
///
/// **Throws**: [GuestException.StepFailed] when a step throws, [GuestException.StackOverflow],
/// [GuestException.NoSuchRoutine].
///
/// **Source**: §2.2.1; §5.2.2 for signals and protections.
public final class Processor implements Guest {

    /// How a step ended.
    public enum StepEnd {
        /// Without a request: the next step may follow.
        YIELD,
        /// With the request that is now pending in the registers.
        CALL,
        /// At a protected page: nothing is changed, and [Memory#faultAddress()] says where.
        FAULT
    }

    private enum Transfer {
        NONE,
        CALL,
        RETURN,
        REQUEST
    }

    private final Program program;
    private final Memory memory;
    private final Heap heap;
    private final Registers registers;
    private final Routine[] code;
    private final int[] locals;
    private final long[] frameBytes;

    /// Of the running step, applied at its end.
    private int nextPoint;

    private long nextStackPointer;
    private Transfer transfer = Transfer.NONE;
    private int target;
    private long argument0;
    private long argument1;
    private long argument2;
    private long argument3;

    public Processor(Program program, Memory memory, Heap heap, Registers registers) {
        this.program = program;
        this.memory = memory;
        this.heap = heap;
        this.registers = registers;
        this.code = program.routines().stream().map(Program.Entry::code).toArray(Routine[]::new);
        this.locals =
                program.routines().stream().mapToInt(Program.Entry::locals).toArray();
        this.frameBytes = program.routines().stream()
                .mapToLong(entry -> FrameLayout.frameBytes(entry.locals()))
                .toArray();
    }

    /// Makes memory and registers those of a process that begins with the main routine.
    public void start() {
        registers.stackPointer = memory.space().lengthBytes();
        registers.framePointer = registers.stackPointer;
        registers.phase = Phase.RUNNING;
        enter(program.mainRoutine(), FrameLayout.NO_CALLER, 0, 0);
    }

    /// Executes one step. Not while a system call is pending.
    public StepEnd step() {
        Registers now = registers;
        nextPoint = now.point;
        nextStackPointer = now.stackPointer;
        transfer = Transfer.NONE;
        try {
            code[now.routine].step(this);
        } catch (Fault _) {
            return StepEnd.FAULT;
        } catch (RuntimeException e) {
            throw new GuestException.StepFailed(program.name(), name(now.routine), now.point, e);
        }
        now.phase = Phase.RUNNING;
        now.point = nextPoint;
        now.stackPointer = nextStackPointer;
        return switch (transfer) {
            case NONE -> StepEnd.YIELD;
            case CALL -> {
                enter(target, now.routine, argument0, argument1);
                yield StepEnd.YIELD;
            }
            case RETURN -> leave(argument0);
            case REQUEST -> {
                now.request(target, argument0, argument1, argument2, argument3);
                yield StepEnd.CALL;
            }
        };
    }

    /// Carries out the pending system call: `sigreturn` here, `exit` not at all, the others by the kernel.
    public void perform(Kernel kernel) {
        switch (registers.systemCall) {
            case SystemCalls.EXIT -> throw new IllegalStateException("exit is the caller's: status=" + exitStatus());
            case SystemCalls.SIGRETURN -> signalReturn();
            default -> registers.complete(kernel.perform(registers, memory));
        }
    }

    /// Whether the pending system call is `exit`.
    public boolean exiting() {
        return registers.phase == Phase.PENDING && registers.systemCall == SystemCalls.EXIT;
    }

    /// The status that the program ends with, once it is [#exiting()].
    public int exitStatus() {
        return (int) registers.argument0 & 0xFF;
    }

    /// Delivers one of the signals that are pending and need not wait, if there is one: its handler runs next. Returns
    /// the signal's number if it ends the process, or else 0.
    public int deliverSignal(SignalTable table) {
        long deliverable = registers.deliverableSignals();
        if (deliverable == 0) {
            return 0;
        }
        int signal = Long.numberOfTrailingZeros(deliverable) + 1;
        registers.pendingSignals &= ~Signals.bit(signal);
        return deliver(signal, 0, table);
    }

    /// Delivers `SIGSEGV` for the fault that ended the last step; its handler's second argument is the address, and
    /// when it returns the step starts again. Returns the signal's number if nothing handles it or if it has to wait.
    public int deliverFault(SignalTable table) {
        boolean waits = (registers.signalMask & Signals.bit(Signals.SIGSEGV)) != 0;
        int handler = table.handler(Signals.SIGSEGV);
        return waits || handler < 0 ? Signals.SIGSEGV : deliver(Signals.SIGSEGV, memory.faultAddress(), table);
    }

    private int deliver(int signal, long detail, SignalTable table) {
        int handler = table.handler(signal);
        if (handler < 0) {
            return table.endsProcess(signal) ? signal : 0;
        }
        long context = room(handler, FrameLayout.CONTEXT_BYTES);
        memory.putInt(context + FrameLayout.ROUTINE, registers.routine);
        memory.putInt(context + FrameLayout.POINT, registers.point);
        memory.putLong(context + FrameLayout.STACK_POINTER, registers.stackPointer);
        memory.putLong(context + FrameLayout.FRAME_POINTER, registers.framePointer);
        memory.putLong(context + FrameLayout.SIGNAL_MASK, registers.signalMask);
        memory.putLong(context + FrameLayout.RESULT, registers.result);
        registers.stackPointer = context;
        enter(handler, FrameLayout.INTERRUPTED, signal, detail);
        registers.signalMask |= table.mask(signal) | Signals.bit(signal);
        registers.phase = Phase.RUNNING;
        return 0;
    }

    private void signalReturn() {
        long frame = registers.framePointer;
        if (memory.getInt(frame + FrameLayout.CALLER_ROUTINE) != FrameLayout.INTERRUPTED) {
            registers.complete(-Errno.EINVAL);
            return;
        }
        long context = frame + frameBytes[registers.routine];
        int routine = memory.getInt(context + FrameLayout.ROUTINE);
        requireRoutine(routine);
        registers.routine = routine;
        registers.point = memory.getInt(context + FrameLayout.POINT);
        registers.stackPointer = memory.getLong(context + FrameLayout.STACK_POINTER);
        registers.framePointer = memory.getLong(context + FrameLayout.FRAME_POINTER);
        registers.signalMask = memory.getLong(context + FrameLayout.SIGNAL_MASK);
        registers.complete(memory.getLong(context + FrameLayout.RESULT));
    }

    /// Puts a routine's frame below the stack pointer and makes it the running one, at its point 0. All locals are
    /// stored, since the bytes of the unused stack may be others after a recovery.
    private void enter(int routine, int caller, long local0, long local1) {
        long frame = room(routine, frameBytes[routine]);
        memory.putInt(frame + FrameLayout.CALLER_ROUTINE, caller);
        memory.putInt(frame + FrameLayout.CALLER_POINT, registers.point);
        memory.putLong(frame + FrameLayout.CALLER_FRAME, registers.framePointer);
        long slot = frame + FrameLayout.LOCALS;
        memory.putLong(slot, local0);
        memory.putLong(slot + Long.BYTES, local1);
        long cleared = slot + 2 * Long.BYTES;
        memory.fill(cleared, frame + frameBytes[routine] - cleared, (byte) 0);
        registers.stackPointer = frame;
        registers.framePointer = frame;
        registers.routine = routine;
        registers.point = 0;
    }

    private StepEnd leave(long value) {
        long frame = registers.framePointer;
        int caller = memory.getInt(frame + FrameLayout.CALLER_ROUTINE);
        if (caller == FrameLayout.INTERRUPTED) {
            registers.request(SystemCalls.SIGRETURN, 0, 0, 0, 0);
            return StepEnd.CALL;
        }
        if (caller == FrameLayout.NO_CALLER) {
            registers.request(SystemCalls.EXIT, value, 0, 0, 0);
            return StepEnd.CALL;
        }
        requireRoutine(caller);
        registers.stackPointer = frame + frameBytes[registers.routine];
        registers.point = memory.getInt(frame + FrameLayout.CALLER_POINT);
        registers.framePointer = memory.getLong(frame + FrameLayout.CALLER_FRAME);
        registers.routine = caller;
        registers.result = value;
        return StepEnd.YIELD;
    }

    /// The address that the stack pointer has after so many bytes more.
    private long room(int routine, long lengthBytes) {
        long left = registers.stackPointer - memory.space().stackStart();
        if (lengthBytes > left) {
            throw new GuestException.StackOverflow(name(routine), lengthBytes, left);
        }
        return registers.stackPointer - lengthBytes;
    }

    private void requireRoutine(int routine) {
        if (routine < 0 || routine >= code.length) {
            throw new GuestException.NoSuchRoutine(program.name(), routine, code.length);
        }
    }

    private String name(int routine) {
        return program.routines().get(routine).name();
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public int point() {
        return registers.point;
    }

    @Override
    public void resumeAt(int point) {
        nextPoint = point;
    }

    @Override
    public long local(int slot) {
        return memory.getLong(localAddress(slot));
    }

    @Override
    public void local(int slot, long value) {
        memory.putLong(localAddress(slot), value);
    }

    @Override
    public long localAddress(int slot) {
        if (slot < 0 || slot >= locals[registers.routine]) {
            throw new GuestException.NoSuchLocal(name(registers.routine), slot, locals[registers.routine]);
        }
        return registers.framePointer + FrameLayout.LOCALS + (long) slot * Long.BYTES;
    }

    @Override
    public long push(long lengthBytes) {
        long left = nextStackPointer - memory.space().stackStart();
        if (lengthBytes < 0 || lengthBytes > left) {
            throw new GuestException.StackOverflow(name(registers.routine), lengthBytes, left);
        }
        nextStackPointer = nextStackPointer - lengthBytes & -FrameLayout.ALIGNMENT;
        memory.fill(nextStackPointer, lengthBytes, (byte) 0);
        return nextStackPointer;
    }

    @Override
    public void call(int routine, long firstArgument, long secondArgument) {
        requireRoutine(routine);
        end(Transfer.CALL, routine);
        argument0 = firstArgument;
        argument1 = secondArgument;
    }

    @Override
    public void ret(long value) {
        end(Transfer.RETURN, 0);
        argument0 = value;
    }

    @Override
    public void request(int systemCall, long a0, long a1, long a2, long a3) {
        SystemCalls.require(systemCall);
        end(Transfer.REQUEST, systemCall);
        argument0 = a0;
        argument1 = a1;
        argument2 = a2;
        argument3 = a3;
    }

    private void end(Transfer how, int to) {
        if (transfer != Transfer.NONE) {
            throw new GuestException.SecondTransfer(transfer.name(), how.name());
        }
        transfer = how;
        target = to;
    }

    @Override
    public long result() {
        return registers.result;
    }

    @Override
    public long malloc(long lengthBytes) {
        return heap.malloc(lengthBytes);
    }

    @Override
    public void free(long address) {
        heap.free(address);
    }
}
