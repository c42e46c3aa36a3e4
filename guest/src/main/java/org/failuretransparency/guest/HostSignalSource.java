package org.failuretransparency.guest;

import org.failuretransparency.os.HostSignals;

/// Passes the signals that are sent to this JVM on to the process that it runs.
public final class HostSignalSource implements Attendant {

    private final HostSignals collected;
    private final SignalTable table;

    public HostSignalSource(HostSignals collected, SignalTable table) {
        this.collected = collected;
        this.table = table;
    }

    @Override
    public int descriptor() {
        return collected.descriptor();
    }

    @Override
    public void attend(Registers registers) {
        long signals = collected.take();
        if (signals != 0) {
            table.raise(signals, registers);
        }
    }
}
