package org.failuretransparency.tpcc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// A row of the history table (TPC-C clause 1.3.1), in the machine's byte order: one payment. The district that was
/// paid follows from its place.
/// ```
/// off  len  field              meaning
///   0    8  date               see OrderEntryWorkload
///   8    8  amountCents        100 to 500,000; 0 = no row
///  16    4  customer           index of the customer in its district
///  20    4  customerDistrict   index of the district in its warehouse
///  24    4  customerWarehouse  index
///  28   24  data               text: names of warehouse and district
///  52    4  padding
/// ```
final class HistoryLayout {

    static final MemoryLayout ROW = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("date"),
            ValueLayout.JAVA_LONG.withName("amountCents"),
            ValueLayout.JAVA_INT.withName("customer"),
            ValueLayout.JAVA_INT.withName("customerDistrict"),
            ValueLayout.JAVA_INT.withName("customerWarehouse"),
            MemoryLayout.sequenceLayout(24, ValueLayout.JAVA_BYTE).withName("data"),
            MemoryLayout.paddingLayout(4));

    static final long BYTES = ROW.byteSize();
    static final long DATE = ROW.byteOffset(groupElement("date"));
    static final long AMOUNT_CENTS = ROW.byteOffset(groupElement("amountCents"));
    static final long CUSTOMER = ROW.byteOffset(groupElement("customer"));
    static final long CUSTOMER_DISTRICT = ROW.byteOffset(groupElement("customerDistrict"));
    static final long CUSTOMER_WAREHOUSE = ROW.byteOffset(groupElement("customerWarehouse"));
    static final long DATA = ROW.byteOffset(groupElement("data"));

    private HistoryLayout() {}
}
