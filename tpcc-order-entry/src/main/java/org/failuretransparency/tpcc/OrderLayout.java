package org.failuretransparency.tpcc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// A row of the order table (TPC-C clause 1.3.1), in the machine's byte order. Its district follows from its place.
/// ```
/// off  len  field           meaning
///   0    8  id              of the order in its district, from 1; 0 = no row
///   8    8  entryDate       see OrderEntryWorkload
///  16    4  customer        index of the customer in the district
///  20    4  lineCount       5 to 15
///  24    4  allLocal        1 if all lines come from the order's own warehouse, 0 if not
///  28    4  carrier         1 to 10; 0 = not delivered
///  32    8  deliveredCents  the district's deliveredCents after this order's delivery
/// ```
final class OrderLayout {

    static final MemoryLayout ROW = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("id"),
            ValueLayout.JAVA_LONG.withName("entryDate"),
            ValueLayout.JAVA_INT.withName("customer"),
            ValueLayout.JAVA_INT.withName("lineCount"),
            ValueLayout.JAVA_INT.withName("allLocal"),
            ValueLayout.JAVA_INT.withName("carrier"),
            ValueLayout.JAVA_LONG.withName("deliveredCents"));

    static final long BYTES = ROW.byteSize();
    static final long ID = ROW.byteOffset(groupElement("id"));
    static final long ENTRY_DATE = ROW.byteOffset(groupElement("entryDate"));
    static final long CUSTOMER = ROW.byteOffset(groupElement("customer"));
    static final long LINE_COUNT = ROW.byteOffset(groupElement("lineCount"));
    static final long ALL_LOCAL = ROW.byteOffset(groupElement("allLocal"));
    static final long CARRIER = ROW.byteOffset(groupElement("carrier"));
    static final long DELIVERED_CENTS = ROW.byteOffset(groupElement("deliveredCents"));

    /// Length of the part that delivery changes: carrier and deliveredCents.
    static final long DELIVERY_BYTES = BYTES - CARRIER;

    private OrderLayout() {}
}
