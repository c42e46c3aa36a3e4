package org.failuretransparency.tpcc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// A row of the stock table (TPC-C clause 1.3.1), in the machine's byte order. What new-order changes lies together, at
/// 8..27. Text is padded with zeros.
/// ```
/// off  len  field         meaning
///   0    4  item          index
///   4    4  warehouse     index
///   8    8  ytd           quantity ordered since the load
///  16    4  quantity      10 to 100
///  20    4  orderCount    order lines since the load
///  24    4  remoteCount   those of other warehouses' orders
///  28  240  districtInfo  text: 24 for each of ten districts
/// 268   50  data          text
/// 318    2  padding
/// ```
final class StockLayout {

    static final MemoryLayout ROW = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("item"),
            ValueLayout.JAVA_INT.withName("warehouse"),
            ValueLayout.JAVA_LONG.withName("ytd"),
            ValueLayout.JAVA_INT.withName("quantity"),
            ValueLayout.JAVA_INT.withName("orderCount"),
            ValueLayout.JAVA_INT.withName("remoteCount"),
            MemoryLayout.sequenceLayout(240, ValueLayout.JAVA_BYTE).withName("districtInfo"),
            MemoryLayout.sequenceLayout(50, ValueLayout.JAVA_BYTE).withName("data"),
            MemoryLayout.paddingLayout(2));

    static final long BYTES = ROW.byteSize();
    static final long ITEM = ROW.byteOffset(groupElement("item"));
    static final long WAREHOUSE = ROW.byteOffset(groupElement("warehouse"));
    static final long YTD = ROW.byteOffset(groupElement("ytd"));
    static final long QUANTITY = ROW.byteOffset(groupElement("quantity"));
    static final long ORDER_COUNT = ROW.byteOffset(groupElement("orderCount"));
    static final long REMOTE_COUNT = ROW.byteOffset(groupElement("remoteCount"));
    static final long DISTRICT_INFO = ROW.byteOffset(groupElement("districtInfo"));
    static final long DATA = ROW.byteOffset(groupElement("data"));

    static final int INFO_BYTES = 24;

    /// Length of the part that new-order changes.
    static final long COUNTS_BYTES = DISTRICT_INFO - YTD;

    private StockLayout() {}
}
