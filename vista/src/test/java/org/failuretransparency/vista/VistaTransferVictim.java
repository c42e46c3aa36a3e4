package org.failuretransparency.vista;

import org.failuretransparency.recoverable.RecoverableMemory;
import org.failuretransparency.recoverable.TransferVictim;
import org.failuretransparency.rio.Regions;

/// The bank on Vista.
public final class VistaTransferVictim extends TransferVictim {

    @Override
    protected RecoverableMemory open(Regions regions) {
        Vista vista = regions.exists("bank.vista")
                ? Vista.open(regions, "bank")
                : Vista.create(regions, "bank", new VistaOptions(64 << 10));
        return vista.segmentNames().isEmpty()
                ? vista.createSegment("accounts", LENGTH_BYTES)
                : vista.segment("accounts");
    }
}
