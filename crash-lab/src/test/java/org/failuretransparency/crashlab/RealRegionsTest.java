package org.failuretransparency.crashlab;

import java.nio.file.Path;
import org.failuretransparency.rio.ModelClock;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.io.TempDir;

/// The contract on files.
class RealRegionsTest extends RegionsContractTest {

    @TempDir
    private Path directory;

    @Override
    Regions regions() {
        return Storage.of(StorageKind.DISK_1996, directory, ModelClock.virtual());
    }
}
