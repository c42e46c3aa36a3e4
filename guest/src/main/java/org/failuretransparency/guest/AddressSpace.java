package org.failuretransparency.guest;

/// The three areas of a program's memory, one after the other from address 0: data, heap, stack.
/// ```
/// 0             heapStart()      stackStart()       lengthBytes()
/// | data        | heap           | stack  <- grows  |
/// ```
/// Each is rounded up to whole pages. Data has at least one page, so that no block of the heap is at address 0.
///
/// @param dataBytes for what the program has at addresses it chooses
/// @param heapBytes for `malloc`; may be 0
/// @param stackBytes for frames
public record AddressSpace(long dataBytes, long heapBytes, long stackBytes) {

    /// Bytes of a page: what is protected and what a checkpoint copies.
    public static final int PAGE_BYTES = 4096;

    private static final long MAX_AREA_BYTES = 1L << 40;

    /// @throws IllegalArgumentException if a length is negative or over a terabyte
    public AddressSpace {
        dataBytes = Math.max(PAGE_BYTES, pages("dataBytes", dataBytes));
        heapBytes = pages("heapBytes", heapBytes);
        stackBytes = Math.max(PAGE_BYTES, pages("stackBytes", stackBytes));
    }

    private static long pages(String area, long lengthBytes) {
        if (lengthBytes < 0 || lengthBytes > MAX_AREA_BYTES) {
            throw new IllegalArgumentException("bad length of an area: " + area + "=" + lengthBytes);
        }
        return lengthBytes + PAGE_BYTES - 1 & -PAGE_BYTES;
    }

    public long heapStart() {
        return dataBytes;
    }

    public long stackStart() {
        return dataBytes + heapBytes;
    }

    public long lengthBytes() {
        return dataBytes + heapBytes + stackBytes;
    }
}
