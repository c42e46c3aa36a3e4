package org.failuretransparency.recoverable;

import java.util.BitSet;
import org.failuretransparency.rio.Region;

/// Which pages of an in-memory copy hold bytes that are in a redo log and not yet in the database: RVM's page vector,
/// one bit for 4 KB.
///
/// Whole pages are the right unit for writing back. In the page cache and on tmpfs one write call costs what copying
/// two pages costs, so that smaller blocks save nothing; and a whole page is written without reading it from the disk
/// first. For the same reason a single clean page between two dirty ones is written with them: what it holds is in the
/// database already.
///
/// **Threads**: one at a time.
///
/// **Source**: §3.2.
public final class DirtyPages {

    private static final int PAGE_SHIFT = 12;
    private static final int MERGED_GAP_PAGES = 1;

    private final BitSet pages;
    private final long lengthBytes;

    /// No dirty page in a database of `lengthBytes` bytes (1 to 2^43), whose last page may be a partial one.
    public DirtyPages(long lengthBytes) {
        this.lengthBytes = lengthBytes;
        this.pages = new BitSet(Math.toIntExact(lengthBytes >>> PAGE_SHIFT) + 1);
    }

    /// Marks the pages that hold the bytes from `start` to before `end` (at least one).
    public void mark(long start, long end) {
        pages.set((int) (start >>> PAGE_SHIFT), (int) ((end - 1) >>> PAGE_SHIFT) + 1);
    }

    public boolean isEmpty() {
        return pages.isEmpty();
    }

    /// Writes the dirty pages of the copy, whose offset 0 is at the native address `baseAddress`, to the database, in
    /// ascending order, and returns the bytes written. The pages stay marked.
    public long writeTo(Region database, long baseAddress) {
        long writtenBytes = 0;
        int first = pages.nextSetBit(0);
        while (first >= 0) {
            int end = pages.nextClearBit(first);
            int next = pages.nextSetBit(end);
            while (next >= 0 && next - end <= MERGED_GAP_PAGES) {
                end = pages.nextClearBit(next);
                next = pages.nextSetBit(end);
            }
            long offset = (long) first << PAGE_SHIFT;
            long bytes = Math.min((long) end << PAGE_SHIFT, lengthBytes) - offset;
            database.write(offset, baseAddress + offset, bytes);
            writtenBytes += bytes;
            first = next;
        }
        return writtenBytes;
    }

    /// Forgets which pages are dirty.
    public void clear() {
        pages.clear();
    }
}
