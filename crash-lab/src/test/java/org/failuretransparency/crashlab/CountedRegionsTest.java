package org.failuretransparency.crashlab;

import java.nio.file.Path;
import org.failuretransparency.rio.ModelClock;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.io.TempDir;

/// The contract on files, with their steps counted.
class CountedRegionsTest extends RegionsContractTest {

    @TempDir
    private Path directory;

    @Override
    Regions regions() {
        Storage storage = Storage.of(StorageKind.DISK_1996, directory, ModelClock.virtual());
        return new CountedRegions(storage, new CrashPoints(CrashPoint.inWork(StepKind.SYNC, 1)));
    }
}
