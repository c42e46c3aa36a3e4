package org.failuretransparency.rvm;

import org.failuretransparency.recoverable.NativeBuffer;
import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.rio.Stores;

/// The in-memory undo log of a transaction (Figure 3.1): the old bytes of each declared range, in the order in which
/// they were declared. An image is the bytes, padded to a multiple of 8, and behind them the range's offset and length,
/// so that the log is read backwards.
///
/// **Survives**: nothing; a crash is undone by not replaying.
///
/// **Threads**: one at a time. Allocates only while it grows to the largest transaction.
final class BeforeImages implements AutoCloseable {

    private static final long TRAILER_BYTES = 2 * Long.BYTES;

    private final NativeBuffer buffer = new NativeBuffer();
    private long usedBytes;

    /// Saves the range at `offset` of the memory that begins at `baseAddress`.
    void save(long baseAddress, long offset, long lengthBytes) {
        long trailer = usedBytes + (lengthBytes + 7 & -8);
        buffer.reserve(trailer + TRAILER_BYTES);
        long address = buffer.address();
        Stores.STORES.copy(baseAddress + offset, address + usedBytes, lengthBytes);
        Stores.STORES.putLong(address + trailer, offset);
        Stores.STORES.putLong(address + trailer + Long.BYTES, lengthBytes);
        usedBytes = trailer + TRAILER_BYTES;
    }

    /// Copies all images back, newest first, so that the oldest image of a byte is the one that stays.
    void restore(long baseAddress) {
        while (usedBytes > 0) {
            long trailer = buffer.address() + usedBytes - TRAILER_BYTES;
            long offset = RawMemory.getLong(trailer);
            long lengthBytes = RawMemory.getLong(trailer + Long.BYTES);
            usedBytes -= TRAILER_BYTES + (lengthBytes + 7 & -8);
            Stores.STORES.copy(buffer.address() + usedBytes, baseAddress + offset, lengthBytes);
        }
    }

    void clear() {
        usedBytes = 0;
    }

    @Override
    public void close() {
        buffer.close();
    }
}
