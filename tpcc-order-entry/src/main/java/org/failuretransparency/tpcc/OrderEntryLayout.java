package org.failuretransparency.tpcc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// The first 64 bytes of an order-entry database, in the machine's byte order. The tables follow: see
/// [OrderEntryTables].
/// ```
/// off  len  field                 meaning
///   0    8  magic                 "ORDRENT\1"; written by the last transaction of the load
///   8    4  warehouses            the scale that the database was loaded with
///  12    4  items                 likewise
///  16    4  customersPerDistrict  likewise
///  20   44  reserved              zeros
/// ```
final class OrderEntryLayout {

    static final MemoryLayout HEADER = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("magic"),
            ValueLayout.JAVA_INT.withName("warehouses"),
            ValueLayout.JAVA_INT.withName("items"),
            ValueLayout.JAVA_INT.withName("customersPerDistrict"),
            MemoryLayout.sequenceLayout(44, ValueLayout.JAVA_BYTE).withName("reserved"));

    static final long BYTES = HEADER.byteSize();
    static final long MAGIC_OFFSET = HEADER.byteOffset(groupElement("magic"));
    static final long WAREHOUSES = HEADER.byteOffset(groupElement("warehouses"));
    static final long ITEMS = HEADER.byteOffset(groupElement("items"));
    static final long CUSTOMERS_PER_DISTRICT = HEADER.byteOffset(groupElement("customersPerDistrict"));

    static final long MAGIC = 0x01_54_4E_45_52_44_52_4FL;

    private OrderEntryLayout() {}
}
