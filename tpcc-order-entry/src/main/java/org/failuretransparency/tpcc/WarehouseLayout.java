package org.failuretransparency.tpcc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// A row of the warehouse table (TPC-C clause 1.3.1), in the machine's byte order. Text is padded with zeros.
/// ```
/// off  len  field           meaning
///   0    4  id              index of the warehouse
///   4    4  taxBasisPoints  sales tax, 0 to 2000
///   8    8  ytdCents        paid to the warehouse
///  16   10  name            text
///  26   20  street1         text
///  46   20  street2         text
///  66   20  city            text
///  86    2  state           text
///  88    9  zip             text
///  97    7  padding
/// ```
final class WarehouseLayout {

    static final MemoryLayout ROW = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("id"),
            ValueLayout.JAVA_INT.withName("taxBasisPoints"),
            ValueLayout.JAVA_LONG.withName("ytdCents"),
            MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_BYTE).withName("name"),
            MemoryLayout.sequenceLayout(20, ValueLayout.JAVA_BYTE).withName("street1"),
            MemoryLayout.sequenceLayout(20, ValueLayout.JAVA_BYTE).withName("street2"),
            MemoryLayout.sequenceLayout(20, ValueLayout.JAVA_BYTE).withName("city"),
            MemoryLayout.sequenceLayout(2, ValueLayout.JAVA_BYTE).withName("state"),
            MemoryLayout.sequenceLayout(9, ValueLayout.JAVA_BYTE).withName("zip"),
            MemoryLayout.paddingLayout(7));

    static final long BYTES = ROW.byteSize();
    static final long ID = ROW.byteOffset(groupElement("id"));
    static final long TAX_BASIS_POINTS = ROW.byteOffset(groupElement("taxBasisPoints"));
    static final long YTD_CENTS = ROW.byteOffset(groupElement("ytdCents"));
    static final long NAME = ROW.byteOffset(groupElement("name"));
    static final long STREET_1 = ROW.byteOffset(groupElement("street1"));
    static final long STREET_2 = ROW.byteOffset(groupElement("street2"));
    static final long CITY = ROW.byteOffset(groupElement("city"));
    static final long STATE = ROW.byteOffset(groupElement("state"));
    static final long ZIP = ROW.byteOffset(groupElement("zip"));

    private WarehouseLayout() {}
}
