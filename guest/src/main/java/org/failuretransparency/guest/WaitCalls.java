package org.failuretransparency.guest;

import java.util.function.LongSupplier;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.SystemCall;

/// The system calls that wait for several descriptors or for time, and the one that tells the time.
final class WaitCalls {

    private static final long POLLFD_BYTES = 8;
    private static final int EVENTS_MASK = 0xFFFF;
    private static final int READY_SHIFT = 16;
    private static final int POLLNVAL = 0x20;

    private static final long MILLI = 1_000_000;
    private static final long MICRO = 1_000;
    private static final long NANOS = 1_000_000_000;
    private static final long PAIR_BYTES = 16;

    private final Descriptors descriptors;
    private final Waiter waiter;
    private final LongSupplier nanoClock;
    /// The place of each polled descriptor among those that are watched.
    private final int[] places = new int[Descriptors.LIMIT];

    WaitCalls(Descriptors descriptors, Waiter waiter, LongSupplier nanoClock) {
        this.descriptors = descriptors;
        this.waiter = waiter;
        this.nanoClock = nanoClock;
    }

    /// A `pollfd` is read as two ints; the second holds what is asked for in its lower and what is ready in its upper
    /// half.
    long poll(Registers call, Memory memory) {
        long list = call.argument0;
        long count = call.argument1;
        if (count < 0 || count > Descriptors.LIMIT || (list & Integer.BYTES - 1) != 0) {
            return -Errno.EINVAL;
        }
        if (count > 0 && memory.nativeToStore(list, count * POLLFD_BYTES) == 0) {
            return -Errno.EFAULT;
        }
        long bad = watchPolled(memory, list, (int) count);
        long timeoutMillis = call.argument2;
        long timeoutNanos =
                bad > 0 ? 0 : timeoutMillis < 0 ? Waiter.FOREVER : Math.min(timeoutMillis, Integer.MAX_VALUE) * MILLI;
        long ready = waiter.await(timeoutNanos, call);
        if (ready < 0) {
            return ready;
        }
        for (int i = 0; i < count; i++) {
            long at = list + i * POLLFD_BYTES + Integer.BYTES;
            int events = memory.getInt(at) & EVENTS_MASK;
            int happened = places[i] >= 0 ? waiter.ready(places[i]) : places[i] == BAD ? POLLNVAL : 0;
            memory.putInt(at, events | happened << READY_SHIFT);
        }
        return ready + bad;
    }

    private static final int LEFT_OUT = -1;
    private static final int BAD = -2;

    /// Watches what is polled; returns how many descriptors there are not.
    private int watchPolled(Memory memory, long list, int count) {
        int bad = 0;
        waiter.clear();
        for (int i = 0; i < count; i++) {
            int fd = memory.getInt(list + i * POLLFD_BYTES);
            int host = descriptors.host(fd);
            if (fd >= 0 && host >= 0) {
                places[i] = waiter.watch(host, memory.getInt(list + i * POLLFD_BYTES + Integer.BYTES) & EVENTS_MASK);
            } else {
                places[i] = fd < 0 ? LEFT_OUT : BAD;
                bad += fd < 0 ? 0 : 1;
            }
        }
        return bad;
    }

    long select(Registers call, Memory memory) {
        long count = call.argument0;
        if (count < 0 || count > Descriptors.LIMIT) {
            return -Errno.EINVAL;
        }
        if (!isSet(memory, call.argument1) || !isSet(memory, call.argument2)) {
            return -Errno.EFAULT;
        }
        long timeoutNanos = call.argument3 == 0 ? Waiter.FOREVER : duration(memory, call.argument3, MICRO);
        if (timeoutNanos < Waiter.FOREVER) {
            return timeoutNanos;
        }
        long below = count == Descriptors.LIMIT ? -1 : (1L << count) - 1;
        long reads = call.argument1 == 0 ? 0 : memory.getLong(call.argument1) & below;
        long writes = call.argument2 == 0 ? 0 : memory.getLong(call.argument2) & below;
        if (!watchSelected(reads, writes)) {
            return -Errno.EBADF;
        }
        long ready = waiter.await(timeoutNanos, call);
        return ready < 0 ? ready : storeSelected(call, memory, reads, writes);
    }

    private boolean watchSelected(long reads, long writes) {
        waiter.clear();
        for (long left = reads | writes; left != 0; left &= left - 1) {
            int fd = Long.numberOfTrailingZeros(left);
            int host = descriptors.host(fd);
            if (host < 0) {
                return false;
            }
            int events = (int) (reads >>> fd & 1) * Waiter.IN | (int) (writes >>> fd & 1) * Waiter.OUT;
            places[fd] = waiter.watch(host, events);
        }
        return true;
    }

    /// Hang-ups and errors count as ready for what was asked: the call that follows tells them.
    private long storeSelected(Registers call, Memory memory, long reads, long writes) {
        long readable = 0;
        long writable = 0;
        for (long left = reads | writes; left != 0; left &= left - 1) {
            int fd = Long.numberOfTrailingZeros(left);
            int happened = waiter.ready(places[fd]);
            readable |= (happened & ~Waiter.OUT) != 0 ? 1L << fd : 0;
            writable |= (happened & ~Waiter.IN) != 0 ? 1L << fd : 0;
        }
        readable &= reads;
        writable &= writes;
        if (call.argument1 != 0) {
            memory.putLong(call.argument1, readable);
        }
        if (call.argument2 != 0) {
            memory.putLong(call.argument2, writable);
        }
        return (long) Long.bitCount(readable) + Long.bitCount(writable);
    }

    private static boolean isSet(Memory memory, long address) {
        return address == 0 || (address & Long.BYTES - 1) == 0 && memory.nativeToStore(address, Long.BYTES) != 0;
    }

    long nanosleep(Registers call, Memory memory) {
        long nanos = duration(memory, call.argument0, 1);
        if (nanos < 0) {
            return nanos;
        }
        long rest = call.argument1;
        if (rest != 0 && ((rest & Long.BYTES - 1) != 0 || memory.nativeToStore(rest, PAIR_BYTES) == 0)) {
            return -Errno.EFAULT;
        }
        long startNanos = nanoClock.getAsLong();
        waiter.clear();
        long waited = waiter.await(nanos, call);
        if (waited == -Errno.EINTR && rest != 0) {
            long restNanos = Math.max(0, nanos - (nanoClock.getAsLong() - startNanos));
            memory.putLong(rest, restNanos / NANOS);
            memory.putLong(rest + Long.BYTES, restNanos % NANOS);
        }
        return waited;
    }

    /// The nanoseconds of a pair of seconds and a fraction in units of so many nanoseconds; a negated error number if
    /// it is none.
    static long duration(Memory memory, long address, long unitNanos) {
        if ((address & Long.BYTES - 1) != 0 || memory.nativeToLoad(address, PAIR_BYTES) == 0) {
            return -Errno.EFAULT;
        }
        long seconds = memory.getLong(address);
        long fraction = memory.getLong(address + Long.BYTES);
        if (seconds < 0 || fraction < 0 || fraction >= NANOS / unitNanos) {
            return -Errno.EINVAL;
        }
        return Math.min(seconds, Integer.MAX_VALUE) * NANOS + fraction * unitNanos;
    }

    long gettimeofday(Registers call, Memory memory) {
        long timeval = memory.nativeToStore(call.argument0, PAIR_BYTES);
        return timeval == 0 ? -Errno.EFAULT : SystemCall.gettimeofday(timeval);
    }
}
