package org.failuretransparency.vista;

import org.failuretransparency.recoverable.RecoverableMemory;
import org.failuretransparency.recoverable.RecoverableMemoryContract;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
        value = StorageKind.class,
        names = {"RIO", "DISK"})
class VistaContractTest extends RecoverableMemoryContract {

    VistaContractTest(StorageKind kind) {
        super(kind);
    }

    @Override
    protected RecoverableMemory create(Regions regions, long lengthBytes, long logBytes) {
        return Vista.create(regions, "contract", new VistaOptions(logBytes)).createSegment("memory", lengthBytes);
    }

    @Override
    protected RecoverableMemory open(Regions regions) {
        return Vista.open(regions, "contract").segment("memory");
    }
}
