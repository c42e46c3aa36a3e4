package org.failuretransparency.crashlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.failuretransparency.rio.ModelClock;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract while nothing fails, and what fails when it does.
class FailingRegionsTest extends RegionsContractTest {

    @TempDir
    private Path directory;

    @Override
    Regions regions() {
        return FailingRegions.never(storage());
    }

    private Storage storage() {
        return Storage.of(StorageKind.DISK_1996, directory, ModelClock.virtual());
    }

    @Test
    void failsFromTheGivenEffectOnAndTearsTheFirstWriteOnly() {
        FailingRegions regions = new FailingRegions(storage(), 2, true);
        try (Region region = regions.create("region", RegionType.database("TEST"), 64, new byte[] {1, 2, 3, 4})) {
            long address = region.segment().address();
            region.write(8, address, 4);
            region.sync();
            assertThat(regions.hasFailed()).isFalse();
            assertThatThrownBy(() -> region.write(16, address, 4))
                    .isInstanceOf(RegionException.Io.class)
                    .hasMessageContaining("pwrite");
            assertThatThrownBy(() -> region.write(24, address, 4)).isInstanceOf(RegionException.Io.class);
            assertThatThrownBy(region::sync)
                    .isInstanceOf(RegionException.Io.class)
                    .hasMessageContaining("fdatasync");
            assertThat(region.segment().asSlice(8, 20).toArray(ValueLayout.JAVA_BYTE))
                    .containsExactly(1, 2, 3, 4, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
            assertThat(regions.effects()).containsExactly("region write 8+4", "region sync");
            assertThat(regions.hasFailed()).isTrue();
            assertThat(regions.attemptsAfterFailure()).isEqualTo(2);
        }
    }
}
