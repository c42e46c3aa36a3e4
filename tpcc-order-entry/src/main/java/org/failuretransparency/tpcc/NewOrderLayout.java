package org.failuretransparency.tpcc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// A row of the new-order table (TPC-C clause 1.3.1), in the machine's byte order: an order that waits for its
/// delivery.
/// ```
/// off  len  field  meaning
///   0    8  order  id of the order; 0 = no row
/// ```
final class NewOrderLayout {

    static final MemoryLayout ROW = MemoryLayout.structLayout(ValueLayout.JAVA_LONG.withName("order"));

    static final long BYTES = ROW.byteSize();
    static final long ORDER = ROW.byteOffset(groupElement("order"));

    private NewOrderLayout() {}
}
