package org.failuretransparency.vista;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// A heap's metadata: the root pointer, then a descriptor for each 4096-byte page of the blocks' segment.
/// ```
/// off  len  field       meaning
///   0    8  root        a pointer of the program's choice; 0 = none
///  64   64  each: the descriptor of a page
/// ```
/// A descriptor:
/// ```
/// off  len  field       meaning
///   0    4  kind        0 free (or inside of a run), 1 slab, 2 head of a run
///   4    4  slotBytes   of a slab: every slot's length
///   8    8  runPages    of a run: its pages
///  16    8  runBytes    of a run: bytes that were asked for
///  32   32  slots       of a slab: bit i is set if slot i is allocated
/// ```
/// Page 0 is never given out, so that pointer 0 is null.
final class HeapLayout {

    static final int PAGE_BYTES = 4096;
    static final int PAGE_SHIFT = 12;
    static final int SLOT_WORDS = 4;
    static final int KIND_FREE = 0;
    static final int KIND_SLAB = 1;
    static final int KIND_RUN = 2;

    static final MemoryLayout DESCRIPTOR = MemoryLayout.structLayout(
            LogLayout.INT.withName("kind"),
            LogLayout.INT.withName("slotBytes"),
            LogLayout.LONG.withName("runPages"),
            LogLayout.LONG.withName("runBytes"),
            MemoryLayout.paddingLayout(8),
            MemoryLayout.sequenceLayout(SLOT_WORDS, ValueLayout.JAVA_LONG).withName("slots"));

    static final long ROOT = 0;
    static final long KIND = offsetOf("kind");
    static final long SLOT_BYTES = offsetOf("slotBytes");
    static final long RUN_PAGES = offsetOf("runPages");
    static final long RUN_BYTES = offsetOf("runBytes");
    static final long SLOTS = offsetOf("slots");
    static final long DESCRIPTOR_BYTES = DESCRIPTOR.byteSize();
    private static final long DESCRIPTORS = 64;

    private HeapLayout() {}

    static long offsetOf(String field) {
        return DESCRIPTOR.byteOffset(groupElement(field));
    }

    /// Bytes of metadata for blocks of `lengthBytes` bytes.
    static long metadataBytes(long lengthBytes) {
        return descriptor(lengthBytes >>> PAGE_SHIFT);
    }

    static long descriptor(long page) {
        return DESCRIPTORS + page * DESCRIPTOR_BYTES;
    }

    /// The descriptor of the page in which the block at `pointer` starts.
    static long descriptorOf(long pointer) {
        return descriptor(pointer >>> PAGE_SHIFT);
    }

    /// Whether the block at `pointer` lies in a page of the heap.
    static boolean hasPage(VistaMemory metadata, long pointer) {
        return descriptorOf(pointer) <= metadata.lengthBytes() - DESCRIPTOR_BYTES;
    }

    /// Frees the block at `pointer`: after the commit point, or in a transaction that has its page's before-image.
    /// Doing it again does nothing.
    static void release(VistaMemory metadata, long pointer) {
        long descriptor = descriptorOf(pointer);
        int kind = metadata.getInt(descriptor + KIND);
        if (kind == KIND_SLAB) {
            long slot = (pointer & PAGE_BYTES - 1) / metadata.getInt(descriptor + SLOT_BYTES);
            long word = descriptor + SLOTS + (slot >>> 6) * Long.BYTES;
            metadata.storeLong(word, metadata.getLong(word) & ~(1L << slot));
            if (isEmpty(metadata, descriptor)) {
                metadata.storeInt(descriptor + KIND, KIND_FREE);
            }
        } else if (kind == KIND_RUN) {
            metadata.storeInt(descriptor + KIND, KIND_FREE);
        }
        metadata.changed(descriptor, DESCRIPTOR_BYTES);
    }

    private static boolean isEmpty(VistaMemory metadata, long descriptor) {
        long slots = descriptor + SLOTS;
        return (metadata.getLong(slots)
                        | metadata.getLong(slots + 8)
                        | metadata.getLong(slots + 16)
                        | metadata.getLong(slots + 24))
                == 0;
    }
}
