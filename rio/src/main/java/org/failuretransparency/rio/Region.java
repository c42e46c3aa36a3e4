package org.failuretransparency.rio;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.UUID;

/// A named, fixed-length, persistent range of bytes with one owner at a time.
///
/// There are two ways to change it, as in Rio: *stores* to its mapping, which are permanent as soon as they are
/// executed, and [#write], which copies and enters the kernel, and which under [Protection#PAGES] is the only way.
///
/// **Survives**: what its [StorageKind] says. On `rio`, every store and write that was executed. On the disk kinds,
/// those before a [#sync()] that returned.
///
/// **Threads**: one at a time. Stores to the mapping by several threads are as safe as the words that they share.
///
/// **Throws**: [RegionException]; `IllegalArgumentException` for a range outside of the region;
/// `IllegalStateException` after close.
///
/// **Source**: §1.4, §3.3.
public interface Region extends AutoCloseable {

    Path path();

    /// Drawn when the region was created; other regions name this one by it.
    UUID id();

    /// The eight ASCII characters at most that say what the region holds, for example `VISTALOG`.
    String content();

    StorageKind storage();

    /// Bytes that the owner may use.
    long lengthBytes();

    /// The mapping: exactly [#lengthBytes()] bytes, page-aligned, the same segment at each call. Its native address
    /// stays valid until close. At least [RegionLayout#SLACK_BYTES] bytes behind it can be read and written without a
    /// fault.
    MemorySegment segment();

    /// Copies `lengthBytes` bytes of native memory from `address` to `offset` of the region, by one system call; under
    /// page protection by opening exactly the touched pages and closing them again. Allocates nothing.
    void write(long offset, long address, long lengthBytes);

    /// Says that stores changed the range since the last sync. A modelled disk charges for it; nothing else depends on
    /// it.
    void stored(long offset, long lengthBytes);

    /// Makes all stores and writes so far as durable as the storage can: `fdatasync` on the disk kinds, one system call
    /// that is absorbed on `rio`.
    void sync();

    /// Whether the last owner closed the region, as opposed to having been killed with it open. For reports only: on
    /// disk this word is not forced, and nothing that must be right depends on it.
    boolean wasClosedCleanly();

    /// Ends the mapping and the ownership. A second close does nothing.
    @Override
    void close();
}
