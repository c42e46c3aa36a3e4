package org.failuretransparency.tpcb;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// A row of the branch, the teller and the account table: 100 bytes, as TPC-B has it, in the machine's byte order.
/// ```
/// off  len  field    meaning
///   0    8  balance  in cents; rows follow without a gap, so that it is aligned to 4 only
///   8    4  id       index of the row in its table
///  12    4  branch   index of the branch that it belongs to; a branch belongs to itself
///  16   84  filler   zeros
/// ```
final class BalanceRowLayout {

    static final MemoryLayout ROW = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withByteAlignment(Integer.BYTES).withName("balance"),
            ValueLayout.JAVA_INT.withName("id"),
            ValueLayout.JAVA_INT.withName("branch"),
            MemoryLayout.sequenceLayout(84, ValueLayout.JAVA_BYTE).withName("filler"));

    static final long BYTES = ROW.byteSize();
    static final long BALANCE = ROW.byteOffset(groupElement("balance"));
    static final long ID = ROW.byteOffset(groupElement("id"));
    static final long BRANCH = ROW.byteOffset(groupElement("branch"));

    private BalanceRowLayout() {}
}
