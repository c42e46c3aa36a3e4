package org.failuretransparency.vista;

import java.lang.foreign.MemorySegment;
import org.failuretransparency.recoverable.Misuse;
import org.failuretransparency.recoverable.RecoverableMemory;

/// Automatic ranges: stores into a segment whose before-images are taken by the page, at a page's first store in a
/// transaction. Easier than `setRange` and slower for small changes, faster for many in one place. It stands for the
/// dissertation's version of `vista_set_range` that the virtual memory system drives: raw stores cannot be intercepted
/// in Java, so stores go through this accessor.
///
/// A page has 4096 bytes, or fewer where the tracker is made so: lines of 64 bytes suit memory in which a transaction
/// changes little here and there, and their images take the fast path.
///
/// One check a store; [#touch] and [#writable] make one check serve a whole range. What [#writable] gives may be stored
/// to until the transaction ends and not after it.
///
/// **Survives, Threads**: as [VistaMemory].
///
/// **Source**: §3.4, §5.2.3.
public final class PageTracker {

    /// Bytes of a page, unless said otherwise: what one first store copies.
    public static final int PAGE_BYTES = 4096;

    private static final int MIN_PAGE_BYTES = 64;

    private final VistaMemory memory;
    private final int pageBytes;
    private final int pageShift;
    /// For each page the number of the transaction that logged it last. To forget all pages is to begin a new number.
    private final long[] loggedIn;

    public PageTracker(VistaMemory memory) {
        this(memory, PAGE_BYTES);
    }

    /// With pages of another length: a power of two from 64 to 4096.
    public PageTracker(VistaMemory memory, int pageBytes) {
        if (pageBytes < MIN_PAGE_BYTES || pageBytes > PAGE_BYTES || Integer.bitCount(pageBytes) != 1) {
            throw new IllegalArgumentException("not a page's length: pageBytes=" + pageBytes
                    + ", expected=a power of two from " + MIN_PAGE_BYTES + " to " + PAGE_BYTES);
        }
        this.memory = memory;
        this.pageBytes = pageBytes;
        this.pageShift = Integer.numberOfTrailingZeros(pageBytes);
        this.loggedIn = new long[Math.toIntExact((memory.lengthBytes() + pageBytes - 1) >>> pageShift)];
    }

    public RecoverableMemory memory() {
        return memory;
    }

    public void putLong(long offset, long value) {
        track(offset, Long.BYTES);
        memory.storeLong(offset, value);
    }

    public void putInt(long offset, int value) {
        track(offset, Integer.BYTES);
        memory.storeInt(offset, value);
    }

    public void putByte(long offset, byte value) {
        track(offset, 1);
        memory.storeByte(offset, value);
    }

    public void put(long offset, byte[] source) {
        touch(offset, source.length);
        memory.store(offset, source);
    }

    /// Logs the pages of the range (length at least 1) that this transaction has not logged yet.
    public void touch(long offset, long lengthBytes) {
        memory.log().requireActive("touch");
        if (lengthBytes < 1) {
            throw new Misuse.BadLength(offset, lengthBytes);
        }
        if ((offset | memory.lengthBytes() - lengthBytes | memory.lengthBytes() - lengthBytes - offset) < 0) {
            throw new Misuse.OutOfRange(offset, lengthBytes, memory.lengthBytes());
        }
        long transaction = memory.transaction();
        int last = (int) (offset + lengthBytes - 1 >>> pageShift);
        for (int page = (int) (offset >>> pageShift); page <= last; page++) {
            if (loggedIn[page] != transaction) {
                long start = (long) page << pageShift;
                memory.setRange(start, Math.min(pageBytes, memory.lengthBytes() - start));
                loggedIn[page] = transaction;
            }
        }
    }

    /// The range as a segment to store to, after [#touch] of it.
    public MemorySegment writable(long offset, long lengthBytes) {
        touch(offset, lengthBytes);
        return memory.segment().asSlice(offset, lengthBytes);
    }

    /// The check of one store. The number of a transaction changes when it ends, so that no page passes outside of one.
    private void track(long offset, int lengthBytes) {
        long page = offset >>> pageShift;
        if (page < 0
                || page >= loggedIn.length
                || loggedIn[(int) page] != memory.transaction()
                || (offset & pageBytes - 1) > pageBytes - lengthBytes) {
            touch(offset, lengthBytes);
        }
    }
}
