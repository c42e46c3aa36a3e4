package org.failuretransparency.guest;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.failuretransparency.os.Errno;

/// A program's memory: all addresses of its [AddressSpace], with typed access, block access, and the protections that
/// the program put on its own pages.
///
/// Values are in the machine's byte order. A value's address is a multiple of its length, so that no value crosses a
/// page. Every store first calls [#touch], which is where a runtime with checkpoints takes a page's before-image; so
/// one declared range ([#writable], [#put]) costs less than many single stores.
///
/// One comparison in front of a load or a store does for the bounds and for the protections: while a page is protected
/// the limit is zero, and every access takes the slow path, where it is looked up.
///
/// **Threads**: one, the program's.
///
/// **Throws**: [GuestException.OutOfRange], [GuestException.Misaligned]; [Fault] for a page that the program protected.
public abstract class Memory {

    /// Protections of a page, as `mprotect` has them: nothing, loads, loads and stores.
    public static final int NONE = 0;

    public static final int READ = 1;
    public static final int READ_WRITE = 3;

    /// The longest path and its zero (`PATH_MAX`).
    private static final long PATH_BYTES = 4096;

    private static final int PAGE_SHIFT = 12;

    /// All of the process's memory as one constant segment: what is checked here once is not checked again there.
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final long ADDRESS_MASK = (1L << 47) - 1;

    private final AddressSpace space;
    private final MemorySegment segment;
    private final long base;
    private final long lengthBytes;
    private final byte[] protections;
    private int pagesWithoutLoads;
    private int pagesWithoutStores;
    private long loadLimit;
    private long storeLimit;
    private final Fault fault = new Fault();
    private long faultAddress;

    /// @param segment native memory of the space's length, aligned to 8, which stays alive while this is used
    protected Memory(AddressSpace space, MemorySegment segment) {
        if (!segment.isNative() || segment.byteSize() != space.lengthBytes() || (segment.address() & 7) != 0) {
            throw new IllegalArgumentException("not the memory of the address space: segment=" + segment
                    + ", expected lengthBytes=" + space.lengthBytes());
        }
        this.space = space;
        this.segment = segment;
        this.base = segment.address();
        this.lengthBytes = space.lengthBytes();
        this.protections = new byte[Math.toIntExact(lengthBytes >>> PAGE_SHIFT)];
        Arrays.fill(protections, (byte) READ_WRITE);
        this.loadLimit = lengthBytes;
        this.storeLimit = lengthBytes;
    }

    /// Called before every store, with the range (not empty, inside of the memory) that it may change.
    protected abstract void touch(long address, long rangeBytes);

    /// The same for one value, which lies in one page.
    protected void touchValue(long address, int valueBytes) {
        touch(address, valueBytes);
    }

    public final AddressSpace space() {
        return space;
    }

    public final byte getByte(long address) {
        beforeLoad(address, 1);
        return ALL.get(ValueLayout.JAVA_BYTE, known(address));
    }

    public final int getInt(long address) {
        beforeLoad(address, Integer.BYTES);
        return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, known(address));
    }

    public final long getLong(long address) {
        beforeLoad(address, Long.BYTES);
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, known(address));
    }

    public final double getDouble(long address) {
        return Double.longBitsToDouble(getLong(address));
    }

    public final void putByte(long address, byte value) {
        beforeStore(address, 1);
        touchValue(address, 1);
        ALL.set(ValueLayout.JAVA_BYTE, known(address), value);
    }

    public final void putInt(long address, int value) {
        beforeStore(address, Integer.BYTES);
        touchValue(address, Integer.BYTES);
        ALL.set(ValueLayout.JAVA_INT_UNALIGNED, known(address), value);
    }

    public final void putLong(long address, long value) {
        beforeStore(address, Long.BYTES);
        touchValue(address, Long.BYTES);
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, known(address), value);
    }

    public final void putDouble(long address, double value) {
        putLong(address, Double.doubleToRawLongBits(value));
    }

    /// Copies `count` bytes from `address` into `target`, starting at its element `index`.
    public final void get(long address, byte[] target, int index, int count) {
        requireLoadable(address, count, 1);
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, address, target, index, count);
    }

    public final void get(long address, long[] target, int index, int count) {
        requireLoadable(address, (long) count * Long.BYTES, Long.BYTES);
        MemorySegment.copy(segment, ValueLayout.JAVA_LONG, address, target, index, count);
    }

    public final void get(long address, double[] target, int index, int count) {
        requireLoadable(address, (long) count * Double.BYTES, Double.BYTES);
        MemorySegment.copy(segment, ValueLayout.JAVA_DOUBLE, address, target, index, count);
    }

    /// Copies `count` bytes of `source`, starting at its element `index`, to `address`.
    public final void put(long address, byte[] source, int index, int count) {
        declare(address, count, 1);
        MemorySegment.copy(source, index, segment, ValueLayout.JAVA_BYTE, address, count);
    }

    public final void put(long address, long[] source, int index, int count) {
        declare(address, (long) count * Long.BYTES, Long.BYTES);
        MemorySegment.copy(source, index, segment, ValueLayout.JAVA_LONG, address, count);
    }

    public final void put(long address, double[] source, int index, int count) {
        declare(address, (long) count * Double.BYTES, Double.BYTES);
        MemorySegment.copy(source, index, segment, ValueLayout.JAVA_DOUBLE, address, count);
    }

    /// Stores `value` into every byte of the range.
    public final void fill(long address, long rangeBytes, byte value) {
        declare(address, rangeBytes, 1);
        segment.asSlice(address, rangeBytes).fill(value);
    }

    /// The range, to be stored to until the step ends and not after it: one check for many stores. It is a part of one
    /// segment whatever memory this is in, so that loops over it are compiled to the same code with and without
    /// checkpoints.
    public final MemorySegment writable(long address, long rangeBytes) {
        declare(address, rangeBytes, 1);
        return ALL.asSlice(base + address, rangeBytes);
    }

    /// The range, to be loaded from until the step ends.
    public final MemorySegment readable(long address, long rangeBytes) {
        requireLoadable(address, rangeBytes, 1);
        return segment.asSlice(address, rangeBytes).asReadOnly();
    }

    /// The native address of the range for a system call that loads from it; 0 if the program may not, or if it is
    /// empty or not in its memory.
    public final long nativeToLoad(long address, long rangeBytes) {
        return contains(address, rangeBytes) && allows(address, rangeBytes, READ) ? base + address : 0;
    }

    /// The native address of the range for a system call that stores into it, declared by [#touch]; 0 as above.
    public final long nativeToStore(long address, long rangeBytes) {
        if (!contains(address, rangeBytes) || !allows(address, rangeBytes, READ_WRITE)) {
            return 0;
        }
        touch(address, rangeBytes);
        return base + address;
    }

    /// The native address of the zero-terminated path at `address`, or the negated error number of a system call that
    /// is given it.
    public final long nativePath(long address) {
        for (long length = 0; length < PATH_BYTES; length++) {
            if (nativeToLoad(address + length, 1) == 0) {
                return -Errno.EFAULT;
            }
            if (getByte(address + length) == 0) {
                return nativeToLoad(address, length + 1);
            }
        }
        return -Errno.ENAMETOOLONG;
    }

    /// Protects whole pages, from now on until they are protected otherwise: [#NONE], [#READ] or [#READ_WRITE].
    public final void protect(long address, long rangeBytes, int protection) {
        if (!contains(address, rangeBytes)) {
            throw new GuestException.OutOfRange(address, rangeBytes, lengthBytes);
        }
        for (int page = page(address); page <= page(address + rangeBytes - 1); page++) {
            pagesWithoutLoads += (protection < READ ? 1 : 0) - (protections[page] < READ ? 1 : 0);
            pagesWithoutStores += (protection < READ_WRITE ? 1 : 0) - (protections[page] < READ_WRITE ? 1 : 0);
            protections[page] = (byte) protection;
        }
        loadLimit = pagesWithoutLoads == 0 ? lengthBytes : 0;
        storeLimit = pagesWithoutStores == 0 ? lengthBytes : 0;
    }

    /// The protection of the page that holds the address.
    public final int protection(long address) {
        if (!contains(address, 1)) {
            throw new GuestException.OutOfRange(address, 1, lengthBytes);
        }
        return protections[page(address)];
    }

    /// The first address that the last [Fault] was about.
    public final long faultAddress() {
        return faultAddress;
    }

    private long known(long address) {
        return base + address & ADDRESS_MASK;
    }

    private void beforeLoad(long address, int valueBytes) {
        if ((address & valueBytes - 1) != 0 || address < 0 || address > loadLimit - valueBytes) {
            require(address, valueBytes, valueBytes, READ);
        }
    }

    private void beforeStore(long address, int valueBytes) {
        if ((address & valueBytes - 1) != 0 || address < 0 || address > storeLimit - valueBytes) {
            require(address, valueBytes, valueBytes, READ_WRITE);
        }
    }

    private void requireLoadable(long address, long rangeBytes, int alignment) {
        require(address, rangeBytes, alignment, READ);
    }

    private void declare(long address, long rangeBytes, int alignment) {
        require(address, rangeBytes, alignment, READ_WRITE);
        if (rangeBytes > 0) {
            touch(address, rangeBytes);
        }
    }

    private void require(long address, long rangeBytes, int alignment, int protection) {
        if ((address & alignment - 1) != 0) {
            throw new GuestException.Misaligned(address, alignment);
        }
        if (rangeBytes != 0 || address < 0 || address > lengthBytes) {
            if (!contains(address, rangeBytes)) {
                throw new GuestException.OutOfRange(address, rangeBytes, lengthBytes);
            }
            if (!allows(address, rangeBytes, protection)) {
                throw fault;
            }
        }
    }

    /// Whether the range, not empty, lies in the memory.
    private boolean contains(long address, long rangeBytes) {
        return rangeBytes > 0 && address >= 0 && rangeBytes <= lengthBytes && address <= lengthBytes - rangeBytes;
    }

    private boolean allows(long address, long rangeBytes, int protection) {
        if ((protection == READ ? loadLimit : storeLimit) != 0) {
            return true;
        }
        for (int page = page(address); page <= page(address + rangeBytes - 1); page++) {
            if (protections[page] < protection) {
                faultAddress = Math.max(address, (long) page << PAGE_SHIFT);
                return false;
            }
        }
        return true;
    }

    private static int page(long address) {
        return (int) (address >>> PAGE_SHIFT);
    }
}
