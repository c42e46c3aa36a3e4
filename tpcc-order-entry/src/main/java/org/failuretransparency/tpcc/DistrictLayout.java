package org.failuretransparency.tpcc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// A row of the district table (TPC-C clause 1.3.1), in the machine's byte order. What one kind of transaction changes
/// lies together, so that it is one range: new-order 16..39, payment 40..63, delivery 64..87.
///
/// TPC-C's row has the next order, the amount paid and the address; the others are what circular buffers need.
/// ```
/// off  len  field             meaning
///   0    4  id                index of the district in its warehouse
///   4    4  warehouse         index
///   8    4  taxBasisPoints    sales tax, 0 to 2000
///  12    4  padding
///  16    8  nextOrder         id of the next order; ids start at 1
///  24    8  orderLines        lines that new-order transactions entered since the load
///  32    8  orderedQuantity   sum of their quantities
///  40    8  ytdCents          paid to the district
///  48    8  historyCount      rows ever entered in the district's history
///  56    8  historyGoneCents  sum of the amounts of the rows that were overwritten
///  64    8  oldestNewOrder    id of the oldest order that is not delivered; nextOrder if all are
///  72    8  deliveredCents    sum of the amounts of all orders ever delivered
///  80    8  deliveries        delivery transactions; the same in all districts of a warehouse
///  88   10  name              text
///  98   20  street1           text
/// 118   20  street2           text
/// 138   20  city              text
/// 158    2  state             text
/// 160    9  zip               text
/// 169    7  padding
/// ```
final class DistrictLayout {

    static final MemoryLayout ROW = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("id"),
            ValueLayout.JAVA_INT.withName("warehouse"),
            ValueLayout.JAVA_INT.withName("taxBasisPoints"),
            MemoryLayout.paddingLayout(4),
            ValueLayout.JAVA_LONG.withName("nextOrder"),
            ValueLayout.JAVA_LONG.withName("orderLines"),
            ValueLayout.JAVA_LONG.withName("orderedQuantity"),
            ValueLayout.JAVA_LONG.withName("ytdCents"),
            ValueLayout.JAVA_LONG.withName("historyCount"),
            ValueLayout.JAVA_LONG.withName("historyGoneCents"),
            ValueLayout.JAVA_LONG.withName("oldestNewOrder"),
            ValueLayout.JAVA_LONG.withName("deliveredCents"),
            ValueLayout.JAVA_LONG.withName("deliveries"),
            MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_BYTE).withName("name"),
            MemoryLayout.sequenceLayout(20, ValueLayout.JAVA_BYTE).withName("street1"),
            MemoryLayout.sequenceLayout(20, ValueLayout.JAVA_BYTE).withName("street2"),
            MemoryLayout.sequenceLayout(20, ValueLayout.JAVA_BYTE).withName("city"),
            MemoryLayout.sequenceLayout(2, ValueLayout.JAVA_BYTE).withName("state"),
            MemoryLayout.sequenceLayout(9, ValueLayout.JAVA_BYTE).withName("zip"),
            MemoryLayout.paddingLayout(7));

    static final long BYTES = ROW.byteSize();
    static final long ID = ROW.byteOffset(groupElement("id"));
    static final long WAREHOUSE = ROW.byteOffset(groupElement("warehouse"));
    static final long TAX_BASIS_POINTS = ROW.byteOffset(groupElement("taxBasisPoints"));
    static final long NEXT_ORDER = ROW.byteOffset(groupElement("nextOrder"));
    static final long ORDER_LINES = ROW.byteOffset(groupElement("orderLines"));
    static final long ORDERED_QUANTITY = ROW.byteOffset(groupElement("orderedQuantity"));
    static final long YTD_CENTS = ROW.byteOffset(groupElement("ytdCents"));
    static final long HISTORY_COUNT = ROW.byteOffset(groupElement("historyCount"));
    static final long HISTORY_GONE_CENTS = ROW.byteOffset(groupElement("historyGoneCents"));
    static final long OLDEST_NEW_ORDER = ROW.byteOffset(groupElement("oldestNewOrder"));
    static final long DELIVERED_CENTS = ROW.byteOffset(groupElement("deliveredCents"));
    static final long DELIVERIES = ROW.byteOffset(groupElement("deliveries"));
    static final long NAME = ROW.byteOffset(groupElement("name"));
    static final long STREET_1 = ROW.byteOffset(groupElement("street1"));
    static final long STREET_2 = ROW.byteOffset(groupElement("street2"));
    static final long CITY = ROW.byteOffset(groupElement("city"));
    static final long STATE = ROW.byteOffset(groupElement("state"));
    static final long ZIP = ROW.byteOffset(groupElement("zip"));

    /// Length of each of the three parts that one kind of transaction changes.
    static final long PART_BYTES = 3 * Long.BYTES;

    private DistrictLayout() {}
}
