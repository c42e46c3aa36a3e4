package org.failuretransparency.tpcc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// A row of the order-line table (TPC-C clause 1.3.1), in the machine's byte order, one cache line. Its district
/// follows from its place.
/// ```
/// off  len  field            meaning
///   0    8  order            id of the order; 0, or that of an older order, = no row
///   8    8  deliveryDate     0 = not delivered
///  16    8  amountCents      quantity times price
///  24    4  item             index
///  28    4  supplyWarehouse  index
///  32    4  quantity         1 to 10
///  36    4  number           of the line in its order, from 0
///  40   24  districtInfo     text
/// ```
final class OrderLineLayout {

    static final MemoryLayout ROW = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("order"),
            ValueLayout.JAVA_LONG.withName("deliveryDate"),
            ValueLayout.JAVA_LONG.withName("amountCents"),
            ValueLayout.JAVA_INT.withName("item"),
            ValueLayout.JAVA_INT.withName("supplyWarehouse"),
            ValueLayout.JAVA_INT.withName("quantity"),
            ValueLayout.JAVA_INT.withName("number"),
            MemoryLayout.sequenceLayout(24, ValueLayout.JAVA_BYTE).withName("districtInfo"));

    static final long BYTES = ROW.byteSize();
    static final long ORDER = ROW.byteOffset(groupElement("order"));
    static final long DELIVERY_DATE = ROW.byteOffset(groupElement("deliveryDate"));
    static final long AMOUNT_CENTS = ROW.byteOffset(groupElement("amountCents"));
    static final long ITEM = ROW.byteOffset(groupElement("item"));
    static final long SUPPLY_WAREHOUSE = ROW.byteOffset(groupElement("supplyWarehouse"));
    static final long QUANTITY = ROW.byteOffset(groupElement("quantity"));
    static final long NUMBER = ROW.byteOffset(groupElement("number"));
    static final long DISTRICT_INFO = ROW.byteOffset(groupElement("districtInfo"));

    private OrderLineLayout() {}
}
