package org.failuretransparency.tpcb;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// A record of the audit trail: 50 bytes, in the machine's byte order, aligned to 2. The resulting balances let a
/// reader follow each account, teller and branch from record to record without knowing what came before the trail.
/// ```
/// off  len  field           meaning
///   0    8  sequence        number of the transaction, from 1: its time; 0 = never written
///   8    8  accountBalance  in cents, after the transaction
///  16    8  tellerBalance   in cents, after the transaction
///  24    8  branchBalance   in cents, after the transaction
///  32    4  account         index
///  36    4  teller          index
///  40    4  branch          index; the teller's, which need not be the account's
///  44    4  delta           in cents
///  48    2  filler          zeros
/// ```
final class HistoryLayout {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withByteAlignment(Short.BYTES);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withByteAlignment(Short.BYTES);

    static final MemoryLayout RECORD = MemoryLayout.structLayout(
            LONG.withName("sequence"),
            LONG.withName("accountBalance"),
            LONG.withName("tellerBalance"),
            LONG.withName("branchBalance"),
            INT.withName("account"),
            INT.withName("teller"),
            INT.withName("branch"),
            INT.withName("delta"),
            MemoryLayout.sequenceLayout(2, ValueLayout.JAVA_BYTE).withName("filler"));

    static final long BYTES = RECORD.byteSize();
    static final long SEQUENCE = RECORD.byteOffset(groupElement("sequence"));
    static final long ACCOUNT_BALANCE = RECORD.byteOffset(groupElement("accountBalance"));
    static final long TELLER_BALANCE = RECORD.byteOffset(groupElement("tellerBalance"));
    static final long BRANCH_BALANCE = RECORD.byteOffset(groupElement("branchBalance"));
    static final long ACCOUNT = RECORD.byteOffset(groupElement("account"));
    static final long TELLER = RECORD.byteOffset(groupElement("teller"));
    static final long BRANCH = RECORD.byteOffset(groupElement("branch"));
    static final long DELTA = RECORD.byteOffset(groupElement("delta"));

    private HistoryLayout() {}
}
