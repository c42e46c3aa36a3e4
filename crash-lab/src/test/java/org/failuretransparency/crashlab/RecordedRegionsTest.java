package org.failuretransparency.crashlab;

import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.StorageKind;

/// The contract in memory, recorded.
class RecordedRegionsTest extends RegionsContractTest {

    @Override
    Regions regions() {
        Recording recording = Recording.on(StorageKind.DISK_1996);
        recording.start();
        return recording;
    }
}
