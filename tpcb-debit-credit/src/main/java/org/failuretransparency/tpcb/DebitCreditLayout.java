package org.failuretransparency.tpcb;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// The first 64 bytes of a debit-credit database, in the machine's byte order. The tables follow: see
/// [DebitCreditTables].
/// ```
/// off  len  field              meaning
///   0    8  magic              "DEBITCR\1"; written by the last transaction of the load
///   8    4  branches           the scale that the database was loaded with
///  12    4  accountsPerBranch  likewise
///  16    8  historyCount       records ever appended to the audit trail = transactions committed
///  24   40  reserved           zeros
/// ```
/// The memory below keeps its own header, with version and checksum; this one says which tables were loaded into it.
final class DebitCreditLayout {

    static final long MAGIC = 0x01_52_43_54_49_42_45_44L;

    static final MemoryLayout HEADER = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("magic"),
            ValueLayout.JAVA_INT.withName("branches"),
            ValueLayout.JAVA_INT.withName("accountsPerBranch"),
            ValueLayout.JAVA_LONG.withName("historyCount"),
            MemoryLayout.sequenceLayout(40, ValueLayout.JAVA_BYTE).withName("reserved"));

    static final long BYTES = HEADER.byteSize();
    static final long MAGIC_OFFSET = HEADER.byteOffset(groupElement("magic"));
    static final long BRANCHES = HEADER.byteOffset(groupElement("branches"));
    static final long ACCOUNTS_PER_BRANCH = HEADER.byteOffset(groupElement("accountsPerBranch"));
    static final long HISTORY_COUNT = HEADER.byteOffset(groupElement("historyCount"));

    private DebitCreditLayout() {}
}
