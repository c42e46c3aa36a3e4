package org.failuretransparency.recoverable;

import org.failuretransparency.crashlab.Victim;
import org.failuretransparency.rio.Regions;

/// A bank whose transfers are killed: operation *n* moves an amount from one account to another, both of which follow
/// from *n*, and stores *n*. So the number of operations that a recovered memory holds says what every account must be.
public abstract class TransferVictim implements Victim {

    /// What the bank needs.
    protected static final long LENGTH_BYTES = 64 << 10;

    private static final int ACCOUNTS = 1000;
    private static final long FIRST_ACCOUNT = 8;

    /// Opens the memory, of [#LENGTH_BYTES] bytes, or creates it if this is the first run or the first was killed too
    /// early.
    protected abstract RecoverableMemory open(Regions regions);

    @Override
    public final Running recover(Regions regions) {
        RecoverableMemory memory = open(regions);
        long recovered = memory.getLong(0);
        long[] expected = new long[ACCOUNTS];
        for (long number = 1; number <= recovered; number++) {
            expected[from(number)] -= amount(number);
            expected[to(number)] += amount(number);
        }
        for (int account = 0; account < ACCOUNTS; account++) {
            long balance = memory.getLong(offset(account));
            if (balance != expected[account]) {
                throw new IllegalStateException("balance is wrong: operations=" + recovered + ", account=" + account
                        + ", expected=" + expected[account] + ", found=" + balance);
            }
        }
        return new Bank(memory, recovered);
    }

    private record Bank(RecoverableMemory memory, long recovered) implements Running {

        @Override
        public long execute(long number) {
            memory.begin();
            memory.addLong(offset(from(number)), -amount(number));
            memory.addLong(offset(to(number)), amount(number));
            memory.putLong(0, number);
            memory.commit();
            return recovered + memory.durableSequence();
        }

        @Override
        public void close() {
            memory.close();
        }
    }

    private static int from(long number) {
        return (int) (mix(number) >>> 33) % ACCOUNTS;
    }

    private static int to(long number) {
        return (int) (mix(~number) >>> 33) % ACCOUNTS;
    }

    private static long amount(long number) {
        return number % 97 + 1;
    }

    private static long mix(long number) {
        return number * 0x9E37_79B9_7F4A_7C15L ^ number >>> 7;
    }

    private static long offset(int account) {
        return FIRST_ACCOUNT + (long) account * Long.BYTES;
    }
}
