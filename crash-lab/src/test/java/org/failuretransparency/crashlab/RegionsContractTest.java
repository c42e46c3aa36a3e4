package org.failuretransparency.crashlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.UUID;
import org.failuretransparency.rio.Protection;
import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.RegionLayout;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.rio.Stores;
import org.junit.jupiter.api.Test;

/// What every place of regions does, real or recorded: a recorded one stands in for a real one only if nobody can tell.
abstract class RegionsContractTest {

    private static final RegionType TYPE = RegionType.database("TEST");

    abstract Regions regions();

    @Test
    void keepsBytesAndIdentityBetweenOwners() {
        Regions regions = regions();
        UUID id;
        try (Region region = regions.create("region", TYPE, 10_000, new byte[] {1, 2})) {
            id = region.id();
            Stores.STORES.putLong(region.segment().address() + 16, 42);
            write(region, 9_999, new byte[] {3});
            region.stored(16, 8);
            region.sync();
            assertThat(region.wasClosedCleanly()).isTrue();
        }
        try (Region region = regions.open("region", TYPE.with(Protection.PAGES))) {
            assertThat(region.id()).isEqualTo(id);
            assertThat(region.content()).isEqualTo("TEST");
            assertThat(region.storage()).isEqualTo(StorageKind.DISK_1996);
            assertThat(region.lengthBytes()).isEqualTo(10_000);
            assertThat(region.path()).isEqualTo(regions.pathOf("region"));
            assertThat(region.segment().address() % 4096).isZero();
            assertThat(region.segment().get(ValueLayout.JAVA_BYTE, 1)).isEqualTo((byte) 2);
            assertThat(region.segment().get(ValueLayout.JAVA_LONG, 16)).isEqualTo(42);
            assertThat(region.segment().get(ValueLayout.JAVA_BYTE, 9_999)).isEqualTo((byte) 3);
            write(region, 4095, new byte[] {4, 5});
            assertThat(region.segment().get(ValueLayout.JAVA_BYTE, 4096)).isEqualTo((byte) 5);
            assertThat(RawMemory.getLong(region.segment().address() + 10_000 + RegionLayout.SLACK_BYTES - 8))
                    .isZero();
        }
    }

    @Test
    void hasOneOwnerAtATime() {
        Regions regions = regions();
        Region region = regions.create("region", TYPE, 64, new byte[0]);
        assertThatThrownBy(() -> regions.open("region", TYPE)).isInstanceOf(RegionException.InUse.class);
        assertThatThrownBy(() -> regions.view("region", TYPE)).isInstanceOf(RegionException.InUse.class);
        assertThatThrownBy(() -> regions.delete("region")).isInstanceOf(RegionException.InUse.class);
        assertThatThrownBy(() -> regions.create("region", TYPE, 64, new byte[0]))
                .isInstanceOf(RegionException.AlreadyExists.class);
        region.close();
        region.close();
        regions.view("region", TYPE).close();
    }

    @Test
    void isListedUntilItIsDeleted() {
        Regions regions = regions();
        regions.create("b", TYPE, 64, new byte[0]).close();
        regions.create("a", TYPE, 64, new byte[0]).close();
        assertThat(regions.names()).containsExactly("a", "b");
        assertThat(regions.exists("a")).isTrue();
        regions.delete("a");
        assertThat(regions.exists("a")).isFalse();
        assertThat(regions.names()).containsExactly("b");
        assertThatThrownBy(() -> regions.open("a", TYPE)).isInstanceOf(RegionException.Missing.class);
        assertThatThrownBy(() -> regions.delete("a")).isInstanceOf(RegionException.Missing.class);
    }

    @Test
    void refusesWhatCannotBe() {
        Regions regions = regions();
        try (Region region = regions.create("region", TYPE, 64, new byte[0])) {
            assertThatThrownBy(() -> region.write(60, region.segment().address(), 5))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "range outside of region: path=" + region.path() + ", offset=60, lengthBytes=5, region=64");
            assertThatThrownBy(() -> region.stored(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> regions.open("region", RegionType.log("OTHER")))
                .isInstanceOf(RegionException.OtherContent.class);
        assertThatThrownBy(() -> regions.create("empty", TYPE, 0, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> regions.create("small", TYPE, 1, new byte[2]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> regions.create("a/b", TYPE, 1, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isOfNoUseAfterCloseAndNotChangedByAView() {
        Regions regions = regions();
        Region region = regions.create("region", TYPE, 64, new byte[0]);
        region.close();
        assertThatThrownBy(region::sync)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> region.stored(0, 1)).isInstanceOf(IllegalStateException.class);
        try (Region view = regions.view("region", TYPE)) {
            assertThat(view.segment().isReadOnly()).isTrue();
            assertThatThrownBy(view::sync)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("viewed only");
            assertThatThrownBy(() -> write(view, 0, new byte[1])).isInstanceOf(IllegalStateException.class);
        }
    }

    private static void write(Region region, long offset, byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            region.write(
                    offset, arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes).address(), bytes.length);
        }
    }
}
