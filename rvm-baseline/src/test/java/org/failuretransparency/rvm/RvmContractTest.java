package org.failuretransparency.rvm;

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
class RvmContractTest extends RecoverableMemoryContract {

    RvmContractTest(StorageKind kind) {
        super(kind);
    }

    @Override
    protected RecoverableMemory create(Regions regions, long lengthBytes, long logBytes) {
        return RvmMemory.create(
                regions, "contract", lengthBytes, RvmOptions.defaults().withLogBytes(logBytes));
    }

    @Override
    protected RecoverableMemory open(Regions regions) {
        return RvmMemory.open(regions, "contract", RvmOptions.defaults());
    }
}
