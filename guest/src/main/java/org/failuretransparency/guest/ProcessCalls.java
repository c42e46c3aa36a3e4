package org.failuretransparency.guest;

import org.failuretransparency.os.Errno;

/// The system calls on the process itself: its signals, its timer, the protections of its pages.
final class ProcessCalls {

    private static final int SIG_BLOCK = 0;
    private static final int SIG_UNBLOCK = 1;
    private static final int SIG_SETMASK = 2;
    private static final int PROT_ALL = 3;
    private static final long MICRO = 1_000;
    private static final long MICROS = 1_000_000;
    private static final long ITIMERVAL_BYTES = 32;

    private final SignalTable signals;
    private final IntervalTimer timer;

    ProcessCalls(SignalTable signals, IntervalTimer timer) {
        this.signals = signals;
        this.timer = timer;
    }

    long sigaction(Registers call, Memory memory, int routines) {
        long signal = call.argument0;
        long handler = call.argument1;
        boolean absolute = Signals.exists(signal) && (Signals.bit((int) signal) & Signals.ABSOLUTE) != 0;
        if (!Signals.exists(signal) || absolute || handler < SignalTable.IGNORE || handler >= routines) {
            return -Errno.EINVAL;
        }
        if (!canStore(memory, call.argument3, 2 * Long.BYTES)) {
            return -Errno.EFAULT;
        }
        if (call.argument3 != 0) {
            memory.putLong(call.argument3, signals.handler((int) signal));
            memory.putLong(call.argument3 + Long.BYTES, signals.mask((int) signal));
        }
        signals.set((int) signal, (int) handler, call.argument2 & ~Signals.ABSOLUTE);
        call.pendingSignals &= ~signals.ignored();
        return 0;
    }

    long sigprocmask(Registers call, Memory memory) {
        if (!canStore(memory, call.argument2, Long.BYTES)) {
            return -Errno.EFAULT;
        }
        long before = call.signalMask;
        long set = call.argument1 & ~Signals.ABSOLUTE;
        switch ((int) call.argument0) {
            case SIG_BLOCK -> call.signalMask |= set;
            case SIG_UNBLOCK -> call.signalMask &= ~set;
            case SIG_SETMASK -> call.signalMask = set;
            default -> {
                return -Errno.EINVAL;
            }
        }
        if (call.argument2 != 0) {
            memory.putLong(call.argument2, before);
        }
        return 0;
    }

    long setitimer(Registers call, Memory memory) {
        if (call.argument0 != 0) {
            return -Errno.EINVAL;
        }
        long intervalNanos = WaitCalls.duration(memory, call.argument1, MICRO);
        long valueNanos = WaitCalls.duration(memory, call.argument1 + 2 * Long.BYTES, MICRO);
        if (intervalNanos < 0 || valueNanos < 0) {
            return Math.min(intervalNanos, valueNanos);
        }
        long old = call.argument2;
        if (!canStore(memory, old, ITIMERVAL_BYTES)) {
            return -Errno.EFAULT;
        }
        if (old != 0) {
            storeMicros(memory, old, timer.intervalNanos());
            storeMicros(memory, old + 2 * Long.BYTES, Math.max(0, timer.remainingNanos()));
        }
        timer.arm(valueNanos, intervalNanos);
        return 0;
    }

    private static void storeMicros(Memory memory, long address, long nanos) {
        memory.putLong(address, nanos / MICRO / MICROS);
        memory.putLong(address + Long.BYTES, nanos / MICRO % MICROS);
    }

    /// The stack cannot be protected: the handler that a fault calls needs it.
    long mprotect(Registers call, Memory memory) {
        long address = call.argument0;
        long lengthBytes = call.argument1;
        long protection = call.argument2;
        if ((address & AddressSpace.PAGE_BYTES - 1) != 0 || (protection & ~PROT_ALL) != 0 || lengthBytes < 0) {
            return -Errno.EINVAL;
        }
        if (lengthBytes == 0) {
            return 0;
        }
        AddressSpace space = memory.space();
        if (address < 0 || address > space.lengthBytes() || lengthBytes > space.lengthBytes() - address) {
            return -Errno.ENOMEM;
        }
        long end = address + lengthBytes + AddressSpace.PAGE_BYTES - 1 & -AddressSpace.PAGE_BYTES;
        if (end > space.stackStart()) {
            return -Errno.EINVAL;
        }
        // A page that can be stored to can be loaded from, as on real machines.
        memory.protect(address, end - address, protection > Memory.READ ? Memory.READ_WRITE : (int) protection);
        return 0;
    }

    private static boolean canStore(Memory memory, long address, long lengthBytes) {
        return address == 0 || (address & Long.BYTES - 1) == 0 && memory.nativeToStore(address, lengthBytes) != 0;
    }
}
