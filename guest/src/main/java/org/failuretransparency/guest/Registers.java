package org.failuretransparency.guest;

import java.lang.foreign.MemorySegment;

/// A process's registers: with its memory and what the kernel knows of it, all of its state. Between two steps they can
/// be saved and, in another process, loaded; the saved form is [#BYTES] long.
///
/// **Threads**: one, the program's.
public final class Registers {

    /// Bytes of the saved form.
    public static final long BYTES = RegistersLayout.LAYOUT.byteSize();

    /// Where the process stands with its last system call.
    public enum Phase {
        /// None is outstanding.
        RUNNING(0),
        /// Requested and not carried out. Who goes on from here carries it out, perhaps for the second time.
        PENDING(1),
        /// Carried out: its result and all its bytes are in registers and memory, and the program has not seen them.
        DONE(2);

        private final int saved;

        Phase(int saved) {
            this.saved = saved;
        }

        private static Phase of(int saved) {
            return switch (saved) {
                case 0 -> RUNNING;
                case 1 -> PENDING;
                case 2 -> DONE;
                default -> throw new IllegalArgumentException("not saved registers: phase=" + saved);
            };
        }
    }

    int routine;
    int point;
    long stackPointer;
    long framePointer;
    long signalMask;
    long pendingSignals;
    Phase phase = Phase.RUNNING;
    int systemCall;
    long argument0;
    long argument1;
    long argument2;
    long argument3;
    long result;

    public int routine() {
        return routine;
    }

    public int point() {
        return point;
    }

    /// Nothing below this address of the stack is in use.
    public long stackPointer() {
        return stackPointer;
    }

    public long framePointer() {
        return framePointer;
    }

    /// Bit n - 1 is set while signal n has to wait.
    public long signalMask() {
        return signalMask;
    }

    /// Signals that were raised and not delivered yet.
    public long pendingSignals() {
        return pendingSignals;
    }

    /// Makes the signals of these bits pending. Who raises them leaves out those that are ignored
    /// ([SignalTable#raise]).
    public void raise(long signals) {
        pendingSignals |= signals;
    }

    /// Pending signals that need not wait.
    public long deliverableSignals() {
        return pendingSignals & ~signalMask;
    }

    public Phase phase() {
        return phase;
    }

    /// The number of the last system call.
    public int systemCall() {
        return systemCall;
    }

    /// Argument 0 to 3 of the last system call.
    public long argument(int index) {
        return switch (index) {
            case 0 -> argument0;
            case 1 -> argument1;
            case 2 -> argument2;
            case 3 -> argument3;
            default -> throw new IllegalArgumentException("no such argument: index=" + index);
        };
    }

    public long result() {
        return result;
    }

    /// Saves them into the first [#BYTES] bytes of `target`.
    public void save(MemorySegment target) {
        target.set(RegistersLayout.INT, RegistersLayout.ROUTINE, routine);
        target.set(RegistersLayout.INT, RegistersLayout.POINT, point);
        target.set(RegistersLayout.LONG, RegistersLayout.STACK_POINTER, stackPointer);
        target.set(RegistersLayout.LONG, RegistersLayout.FRAME_POINTER, framePointer);
        target.set(RegistersLayout.LONG, RegistersLayout.SIGNAL_MASK, signalMask);
        target.set(RegistersLayout.LONG, RegistersLayout.PENDING_SIGNALS, pendingSignals);
        target.set(RegistersLayout.INT, RegistersLayout.PHASE, phase.saved);
        target.set(RegistersLayout.INT, RegistersLayout.SYSTEM_CALL, systemCall);
        target.set(RegistersLayout.LONG, RegistersLayout.ARGUMENTS, argument0);
        target.set(RegistersLayout.LONG, RegistersLayout.ARGUMENTS + 8, argument1);
        target.set(RegistersLayout.LONG, RegistersLayout.ARGUMENTS + 16, argument2);
        target.set(RegistersLayout.LONG, RegistersLayout.ARGUMENTS + 24, argument3);
        target.set(RegistersLayout.LONG, RegistersLayout.RESULT, result);
    }

    /// Loads what [#save] saved.
    ///
    /// @throws IllegalArgumentException if `source` holds no phase where one must be; nothing is loaded then
    public void load(MemorySegment source) {
        phase = Phase.of(source.get(RegistersLayout.INT, RegistersLayout.PHASE));
        routine = source.get(RegistersLayout.INT, RegistersLayout.ROUTINE);
        point = source.get(RegistersLayout.INT, RegistersLayout.POINT);
        stackPointer = source.get(RegistersLayout.LONG, RegistersLayout.STACK_POINTER);
        framePointer = source.get(RegistersLayout.LONG, RegistersLayout.FRAME_POINTER);
        signalMask = source.get(RegistersLayout.LONG, RegistersLayout.SIGNAL_MASK);
        pendingSignals = source.get(RegistersLayout.LONG, RegistersLayout.PENDING_SIGNALS);
        systemCall = source.get(RegistersLayout.INT, RegistersLayout.SYSTEM_CALL);
        argument0 = source.get(RegistersLayout.LONG, RegistersLayout.ARGUMENTS);
        argument1 = source.get(RegistersLayout.LONG, RegistersLayout.ARGUMENTS + 8);
        argument2 = source.get(RegistersLayout.LONG, RegistersLayout.ARGUMENTS + 16);
        argument3 = source.get(RegistersLayout.LONG, RegistersLayout.ARGUMENTS + 24);
        result = source.get(RegistersLayout.LONG, RegistersLayout.RESULT);
    }

    void request(int call, long a0, long a1, long a2, long a3) {
        systemCall = call;
        argument0 = a0;
        argument1 = a1;
        argument2 = a2;
        argument3 = a3;
        phase = Phase.PENDING;
    }

    /// Ends the pending system call with this result; what it stored must be in memory before. For who carries out
    /// calls itself, or knows a call's result from a log.
    public void complete(long value) {
        result = value;
        phase = Phase.DONE;
    }

    @Override
    public String toString() {
        return "routine=" + routine + ", point=" + point + ", sp=" + stackPointer + ", fp=" + framePointer + ", mask="
                + Long.toHexString(signalMask) + ", pending=" + Long.toHexString(pendingSignals) + ", phase=" + phase
                + ", systemCall=" + systemCall + ", result=" + result;
    }
}
