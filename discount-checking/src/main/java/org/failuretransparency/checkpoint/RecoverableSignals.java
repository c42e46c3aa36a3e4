package org.failuretransparency.checkpoint;

import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.SignalTable;
import org.failuretransparency.guest.Signals;
import org.failuretransparency.vista.PageTracker;

/// What is done with each signal. Which signals wait and which are pending is in the registers, and handlers that run
/// have their frames on the process's stack: neither needs a record.
///
/// **Source**: §5.2.2, signals.
final class RecoverableSignals implements KernelPart {

    private static final long ENTRY_BYTES = 2 * Long.BYTES;

    private final PageTracker context;
    private final SignalTable table;

    RecoverableSignals(PageTracker context, SignalTable table) {
        this.context = context;
        this.table = table;
    }

    private static long at(int signal) {
        return ContextLayout.SIGNALS + signal * ENTRY_BYTES;
    }

    /// Records what the table says of the signal.
    void changed(int signal) {
        context.putLong(at(signal), table.handler(signal) - (long) SignalTable.DEFAULT);
        context.putLong(at(signal) + Long.BYTES, table.mask(signal));
    }

    @Override
    public void restore(Memory memory) {
        for (int signal = 1; signal <= Signals.LAST; signal++) {
            int handler = (int) context.memory().getLong(at(signal)) + SignalTable.DEFAULT;
            table.set(signal, handler, context.memory().getLong(at(signal) + Long.BYTES));
        }
    }
}
