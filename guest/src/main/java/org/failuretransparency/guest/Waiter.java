package org.failuretransparency.guest;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.LongSupplier;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.SystemCall;

/// Where every waiting system call of a process waits: one `ppoll` over its descriptors and those of the attendants, no
/// longer than until its timer runs out or an attendant wants to be woken. So timers, signals and attendants reach a
/// process that waits.
///
/// To wait: [#clear], [#watch] each descriptor, [#await]. An attendant may take a checkpoint meanwhile, so memory is
/// declared for stores after waiting and not before.
final class Waiter {

    /// A timeout that never comes.
    static final long FOREVER = -1;

    static final int IN = 1;
    static final int OUT = 4;

    private static final int ATTENDANTS = 8;
    private static final long POLLFD_BYTES = 8;
    private static final long EVENTS = 4;
    private static final long READY = 6;
    private static final long NANOS = 1_000_000_000;

    private final Descriptors descriptors;
    private final SignalTable signals;
    private final IntervalTimer timer;
    private final LongSupplier nanoClock;
    private final MemorySegment polled;
    private final MemorySegment timespec;
    private final Attendant[] attendants = new Attendant[ATTENDANTS];
    private int attendantCount;
    private int watched;

    Waiter(Descriptors descriptors, SignalTable signals, IntervalTimer timer, LongSupplier nanoClock, Arena arena) {
        this.descriptors = descriptors;
        this.signals = signals;
        this.timer = timer;
        this.nanoClock = nanoClock;
        this.polled = arena.allocate((ATTENDANTS + Descriptors.LIMIT) * POLLFD_BYTES, Long.BYTES);
        this.timespec = arena.allocate(2L * Long.BYTES, Long.BYTES);
    }

    void add(Attendant attendant) {
        if (attendantCount == ATTENDANTS) {
            throw new IllegalStateException("too many attendants: limit=" + ATTENDANTS);
        }
        attendants[attendantCount] = attendant;
        set(attendantCount++, attendant.descriptor(), IN);
    }

    void attend(Registers registers) {
        for (int i = 0; i < attendantCount; i++) {
            attendants[i].attend(registers);
        }
        if (timer.expired()) {
            signals.raise(Signals.bit(Signals.SIGALRM), registers);
        }
    }

    void clear() {
        watched = 0;
    }

    /// Waits for a descriptor of the JVM too; returns its place among those watched. At most [Descriptors#LIMIT].
    int watch(int hostDescriptor, int events) {
        set(attendantCount + watched, hostDescriptor, events);
        return watched++;
    }

    /// What happened to the descriptor at that place.
    int ready(int place) {
        return polled.get(ValueLayout.JAVA_SHORT, (attendantCount + place) * POLLFD_BYTES + READY);
    }

    /// Waits until a watched descriptor is ready, the timeout is over, or a signal can be delivered: how many are
    /// ready, 0, or `-EINTR`. What is ready counts more than a signal.
    long await(long timeoutNanos, Registers registers) {
        long startNanos = nanoClock.getAsLong();
        while (true) {
            long leftNanos = timeoutNanos == FOREVER
                    ? FOREVER
                    : Math.max(0, timeoutNanos - (nanoClock.getAsLong() - startNanos));
            long polledReady = poll(waitNanos(leftNanos, registers));
            if (polledReady < 0 && polledReady != -Errno.EINTR) {
                return polledReady;
            }
            attend(registers);
            long ready = polledReady > 0 ? countReady() : 0;
            if (ready > 0) {
                return ready;
            }
            if (registers.deliverableSignals() != 0) {
                return -Errno.EINTR;
            }
            if (leftNanos == 0) {
                return 0;
            }
        }
    }

    /// Waits until a call on the descriptor need not wait; 0, `-EINTR`, or `-EAGAIN` if it shall not wait.
    long awaitOne(long fd, int events, Registers registers) {
        if (!descriptors.canWait(fd)) {
            return 0;
        }
        clear();
        watch(descriptors.host(fd), events);
        long ready = await(descriptors.isNonBlocking(fd) ? 0 : FOREVER, registers);
        return ready > 0 ? 0 : ready == 0 ? -Errno.EAGAIN : ready;
    }

    private long waitNanos(long leftNanos, Registers registers) {
        if (registers.deliverableSignals() != 0) {
            return 0;
        }
        long nanos = sooner(leftNanos, timer.remainingNanos());
        for (int i = 0; i < attendantCount; i++) {
            nanos = sooner(nanos, attendants[i].remainingNanos());
        }
        return nanos;
    }

    /// The shorter time; a negative one never comes.
    private static long sooner(long nanos, long otherNanos) {
        return nanos < 0 ? otherNanos : otherNanos < 0 ? nanos : Math.min(nanos, otherNanos);
    }

    private long poll(long nanos) {
        if (nanos != FOREVER) {
            timespec.set(ValueLayout.JAVA_LONG, 0, nanos / NANOS);
            timespec.set(ValueLayout.JAVA_LONG, Long.BYTES, nanos % NANOS);
        }
        return SystemCall.ppoll(polled.address(), attendantCount + watched, nanos == FOREVER ? 0 : timespec.address());
    }

    private int countReady() {
        int ready = 0;
        for (int place = 0; place < watched; place++) {
            ready += ready(place) != 0 ? 1 : 0;
        }
        return ready;
    }

    private void set(int index, int hostDescriptor, int events) {
        long at = index * POLLFD_BYTES;
        polled.set(ValueLayout.JAVA_INT, at, hostDescriptor);
        polled.set(ValueLayout.JAVA_SHORT, at + EVENTS, (short) events);
        polled.set(ValueLayout.JAVA_SHORT, at + READY, (short) 0);
    }
}
