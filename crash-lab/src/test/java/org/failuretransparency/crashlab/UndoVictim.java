package org.failuretransparency.crashlab;

import org.failuretransparency.rio.Regions;

/// The toy undo log as the victim of a campaign.
public final class UndoVictim implements Victim {

    @Override
    public Running recover(Regions regions) {
        ToyUndo undo = ToyUndo.openOrCreate(regions);
        undo.recover(false);
        long recovered = undo.number();
        return new Running() {
            @Override
            public long recovered() {
                return recovered;
            }

            @Override
            public long execute(long number) {
                undo.update(number);
                return number;
            }

            @Override
            public void close() {
                undo.close();
            }
        };
    }
}
