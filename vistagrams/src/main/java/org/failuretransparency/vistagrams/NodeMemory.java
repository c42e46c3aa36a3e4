package org.failuretransparency.vistagrams;

import static org.failuretransparency.rio.Stores.STORES;

import java.nio.ByteBuffer;
import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.vista.Participant;

/// The seam between the protocol and the memory that it keeps its tables and messages in: a Vista's segment
/// ([VistaNodeMemory]) or volatile memory ([VolatileNodeMemory]). A process runs one of the two, so that the compiler
/// binds the calls; all else is the same code, and a comparison of the two compares what recovery costs.
///
/// A change is one of three: a *declared* one is undone by an abort; one *at the commit* is not seen before, by other
/// threads neither; a *filled* range is one that a transaction allocated, and needs neither. Offsets are not checked:
/// they follow from table slots that are.
abstract class NodeMemory {

    /// Native address of offset 0.
    final long base;

    final long lengthBytes;
    final String name;
    /// The same memory for checksums; 2 GB at most.
    final ByteBuffer view;

    NodeMemory(String name, ByteBuffer view, long base) {
        this.name = name;
        this.view = view;
        this.base = base;
        this.lengthBytes = view.capacity();
    }

    abstract void begin();

    abstract void commit();

    abstract void abort();

    abstract boolean inTransaction();

    /// Makes a change in a transaction of its own, or takes it back if it fails.
    final void alone(Runnable change) {
        begin();
        try {
            change.run();
        } catch (RuntimeException e) {
            abort();
            throw e;
        }
        commit();
    }

    /// Has the end of the current transaction told to `participant`.
    abstract void join(Participant participant);

    /// Declares and stores.
    abstract void putInt(long offset, int value);

    /// Declares and stores an aligned word.
    abstract void putLong(long offset, long value);

    /// Declares that stores into the range follow.
    abstract void declare(long offset, long lengthBytes);

    /// Says that the range, which this transaction allocated, is filled.
    abstract void fill(long offset, long lengthBytes);

    /// Stores an aligned word when the transaction commits.
    abstract void storeAtCommit(long offset, long value);

    /// Makes stores so far as durable as the memory is, outside of a transaction.
    abstract void force(long offset, long lengthBytes);

    abstract void close();

    final long address(long offset) {
        return RawMemory.known(base + offset);
    }

    final long getLong(long offset) {
        return RawMemory.getLong(RawMemory.known(base + offset));
    }

    final int getInt(long offset) {
        return RawMemory.getInt(RawMemory.known(base + offset));
    }

    /// Stores into a range that is declared or filled.
    final void storeLong(long offset, long value) {
        STORES.putLong(RawMemory.known(base + offset), value);
    }

    /// Stores into a range that is declared or filled.
    final void storeInt(long offset, int value) {
        STORES.putInt(RawMemory.known(base + offset), value);
    }

    /// Stores an aligned word after all stores before it, and before all behind it.
    final void publish(long offset, long value) {
        STORES.publish(RawMemory.known(base + offset), value);
        STORES.fence();
    }
}
