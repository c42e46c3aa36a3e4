package org.failuretransparency.tpcc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// A row of the item table (TPC-C clause 1.3.1), in the machine's byte order. Text is padded with zeros.
/// ```
/// off  len  field       meaning
///   0    4  id          index of the item
///   4    4  image       1 to 10,000
///   8    8  priceCents  100 to 10,000
///  16   24  name        text
///  40   50  data        text
///  90    6  padding
/// ```
final class ItemLayout {

    static final MemoryLayout ROW = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("id"),
            ValueLayout.JAVA_INT.withName("image"),
            ValueLayout.JAVA_LONG.withName("priceCents"),
            MemoryLayout.sequenceLayout(24, ValueLayout.JAVA_BYTE).withName("name"),
            MemoryLayout.sequenceLayout(50, ValueLayout.JAVA_BYTE).withName("data"),
            MemoryLayout.paddingLayout(6));

    static final long BYTES = ROW.byteSize();
    static final long ID = ROW.byteOffset(groupElement("id"));
    static final long IMAGE = ROW.byteOffset(groupElement("image"));
    static final long PRICE_CENTS = ROW.byteOffset(groupElement("priceCents"));
    static final long NAME = ROW.byteOffset(groupElement("name"));
    static final long DATA = ROW.byteOffset(groupElement("data"));

    private ItemLayout() {}
}
