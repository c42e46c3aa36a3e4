package org.failuretransparency.vistagrams;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Requests that were sent, on their way from the application's thread to the I/O thread, which sends them again until
/// they are answered. One thread puts, one takes. If it is full, the taker is told to look through the request table
/// instead, which has them all.
final class SendRing {

    /// No ticket: an entry's number is none.
    static final long NONE = -1;

    private static final VarHandle PUT;
    private static final VarHandle TAKEN;

    static {
        try {
            PUT = MethodHandles.lookup().findVarHandle(SendRing.class, "put", long.class);
            TAKEN = MethodHandles.lookup().findVarHandle(SendRing.class, "taken", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[] elements;
    private long put;
    private long taken;
    /// What the putter last read of `taken`.
    private long takenSeen;

    private volatile boolean lost = true;

    /// @param room a power of two
    SendRing(int room) {
        elements = new long[room];
    }

    /// Puts an element that is not NONE; stored with release.
    void put(long element) {
        long at = put;
        if (at - takenSeen == elements.length) {
            takenSeen = (long) TAKEN.getAcquire(this);
            if (at - takenSeen == elements.length) {
                lost = true;
                return;
            }
        }
        elements[(int) at & elements.length - 1] = element;
        PUT.setRelease(this, at + 1);
    }

    /// The next element, or NONE.
    long take() {
        long at = taken;
        if (at == (long) PUT.getAcquire(this)) {
            return NONE;
        }
        long element = elements[(int) at & elements.length - 1];
        TAKEN.setRelease(this, at + 1);
        return element;
    }

    /// Whether elements were lost since the last call; true at the first.
    boolean takeLost() {
        if (!lost) {
            return false;
        }
        lost = false;
        return true;
    }
}
