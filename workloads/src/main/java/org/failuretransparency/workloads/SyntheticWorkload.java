package org.failuretransparency.workloads;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.recoverable.RecoverableMemory;
import org.failuretransparency.recoverable.Workload;

/// The synthetic benchmark: each transaction declares one range at a random offset and changes all of it. What it costs
/// more than on unprotected memory is the overhead of a transaction of that size.
///
/// A range of 8 bytes is one typed store; a longer one is declared and then filled by one copy from a prepared array,
/// of which only the first and last word change between transactions. The body therefore costs one copy of its bytes.
///
/// The offsets and contents are a [SyntheticSequence], so that nothing is kept for the check, and no transaction writes
/// more than its one range: see [SyntheticCheck].
///
/// **Survives**: as its memory. A new process that names the same parameters goes on after the newest transaction it
/// finds.
///
/// **Threads**: one.
///
/// **Throws**: `IllegalArgumentException` for parameters out of range and a memory that is too short.
///
/// **Source**: §3.5.1; there 50 MB, and 8 bytes to 1 MB a transaction.
public final class SyntheticWorkload implements Workload {

    /// The database of the dissertation, 50 MB.
    public static final long DISSERTATION_BYTES = 50L << 20;

    private static final int LOAD_BYTES = 64 << 10;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final RecoverableMemory memory;
    private final SyntheticSequence sequence;
    private final byte[] source;
    private long transactions;

    /// The workload over a memory, fresh or used by an earlier process with the same parameters, which are those of
    /// [SyntheticSequence]. Reads the database once to find the newest transaction.
    public SyntheticWorkload(RecoverableMemory memory, long databaseBytes, int rangeBytes, long seed) {
        this.memory = memory;
        this.sequence = new SyntheticSequence(databaseBytes, rangeBytes, seed);
        sequence.requireFits(memory.lengthBytes());
        this.source = new byte[rangeBytes];
        for (int word = 0; word < sequence.rangeWords(); word++) {
            LONGS.set(source, word * Long.BYTES, SyntheticSequence.bodyWord(word));
        }
        this.transactions = SyntheticCheck.newestTransaction(memory, sequence);
    }

    @Override
    public long databaseBytes() {
        return sequence.databaseBytes();
    }

    @Override
    public void load() {
        for (long offset = 0; offset < databaseBytes(); offset += LOAD_BYTES) {
            byte[] chunk = new byte[(int) Math.min(LOAD_BYTES, databaseBytes() - offset)];
            for (int at = 0; at < chunk.length; at += Long.BYTES) {
                LONGS.set(chunk, at, SyntheticSequence.initialWord((offset + at) / Long.BYTES));
            }
            memory.begin();
            memory.put(offset, chunk);
            memory.commit();
        }
        memory.flush();
        transactions = 0;
    }

    @Override
    public void transaction() {
        long number = transactions + 1;
        long offset = sequence.offset(number);
        memory.begin();
        if (source.length == Long.BYTES) {
            memory.putLong(offset, number);
        } else {
            LONGS.set(source, 0, number);
            LONGS.set(source, source.length - Long.BYTES, number);
            memory.setRange(offset, source.length);
            memory.store(offset, source);
        }
        memory.commit();
        transactions = number;
    }

    /// Transactions that the memory holds: those executed here and by earlier processes.
    public long transactions() {
        return transactions;
    }

    @Override
    public List<String> violations() {
        List<String> violations = new ArrayList<>(SyntheticCheck.violations(memory, sequence));
        long newest = SyntheticCheck.newestTransaction(memory, sequence);
        if (newest != transactions) {
            violations.addFirst("transactions are lost: executed=" + transactions + ", newest found=" + newest);
        }
        return violations;
    }
}
