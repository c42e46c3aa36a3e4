package org.failuretransparency.recoverable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.failuretransparency.rio.RegionLayout;

/// A buffer of native memory that is used again for every transaction and grows to the largest of them, so that in
/// steady state nothing is allocated.
///
/// **Survives**: nothing.
///
/// **Threads**: one at a time.
public final class NativeBuffer implements AutoCloseable {

    private static final long INITIAL_BYTES = 1 << 12;

    private final CRC32C crc = new CRC32C();
    private Arena arena = Arena.ofShared();
    private MemorySegment segment = allocate(arena, INITIAL_BYTES);
    private ByteBuffer view = viewOf(segment);

    /// Native address of byte 0; another one after a [#reserve] that had to grow the buffer.
    public long address() {
        return segment.address();
    }

    /// Makes the buffer at least that long. What it holds stays.
    public void reserve(long neededBytes) {
        if (neededBytes > segment.byteSize()) {
            grow(Math.max(neededBytes, 2 * segment.byteSize()));
        }
    }

    private void grow(long lengthBytes) {
        Arena larger = Arena.ofShared();
        MemorySegment grown;
        try {
            grown = allocate(larger, lengthBytes);
        } catch (OutOfMemoryError e) {
            larger.close();
            throw e;
        }
        grown.copyFrom(segment);
        arena.close();
        arena = larger;
        segment = grown;
        view = viewOf(grown);
    }

    /// CRC-32C of the bytes from `from` to before `to`, both within the first 2 GiB.
    public int checksum(long from, long to) {
        crc.reset();
        crc.update(view.limit((int) to).position((int) from));
        return (int) crc.getValue();
    }

    /// CRC-32C of two stretches of bytes, as of one.
    int checksum(long from, long to, long secondFrom, long secondTo) {
        crc.reset();
        crc.update(view.limit((int) to).position((int) from));
        crc.update(view.limit((int) secondTo).position((int) secondFrom));
        return (int) crc.getValue();
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private static MemorySegment allocate(Arena arena, long lengthBytes) {
        return arena.allocate(lengthBytes + RegionLayout.SLACK_BYTES, Long.BYTES)
                .asSlice(0, lengthBytes);
    }

    private static ByteBuffer viewOf(MemorySegment segment) {
        return segment.asSlice(0, Math.min(segment.byteSize(), Integer.MAX_VALUE))
                .asByteBuffer();
    }
}
