package org.failuretransparency.crashlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.failuretransparency.rio.Protection;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.rio.Stores;
import org.junit.jupiter.api.Test;

/// What goes into a trace, and what does not.
class RecordingTest {

    private static final RegionType TYPE = RegionType.database("TEST");

    private static List<String> names(Trace trace) {
        return trace.steps().stream()
                .map(step -> step.getClass().getSimpleName()
                        + (step.changes() == null
                                ? ""
                                : " " + step.changes().offset() + "+"
                                        + step.changes().lengthBytes()))
                .toList();
    }

    @Test
    void holdsEveryStepOfEveryRegionInTheOrderOfTheProgram() {
        try (Recording recording = Recording.on(StorageKind.DISK);
                Region first = recording.create("first", TYPE, 64);
                Region second = recording.create("second", TYPE, 64)) {
            long base = first.segment().address();
            recording.start();
            Stores.STORES.putByte(base, (byte) 1);
            Stores.STORES.putInt(base + 4, 1);
            Stores.STORES.putLong(second.segment().address() + 8, 1);
            Stores.STORES.publish(base + 8, 1);
            Stores.STORES.fence();
            Stores.STORES.copy(base, base + 16, 5);
            Stores.STORES.put(base + 24, new byte[9], 2, 7);
            Stores.STORES.fill(base + 32, 32, (byte) 1);
            second.write(1, base, 3);
            second.sync();
            recording.operation(1, () -> recording.promise(1));
            assertThat(names(recording.trace()))
                    .containsExactly(
                            "Store 0+1",
                            "Store 4+4",
                            "Store 8+8",
                            "Publish 8+8",
                            "Fence",
                            "Store 16+5",
                            "Store 24+7",
                            "Store 32+32",
                            "Write 1+3",
                            "Sync",
                            "Mark",
                            "Mark",
                            "Mark");
        }
    }

    @Test
    void holdsOnlyWhatFallsIntoARegionWhileItIsRecording() {
        try (Recording recording = Recording.on(StorageKind.RIO);
                Region region = recording.create("region", TYPE, 60);
                Arena arena = Arena.ofConfined()) {
            long base = region.segment().address();
            Stores.STORES.putLong(base, 1);
            recording.start();
            Stores.STORES.putLong(arena.allocate(8, 8).address(), 1);
            Stores.STORES.putLong(base + 56, 1);
            Stores.STORES.putLong(base + 64, 1);
            Trace trace = recording.trace();
            Stores.STORES.putLong(base, 2);
            assertThat(names(trace)).containsExactly("Store 56+4");
        }
    }

    @Test
    void takesAWriteUnderProtectionForStoresBetweenSystemCalls() {
        try (Recording recording = Recording.on(StorageKind.RIO);
                Region region = recording.create("region", TYPE.with(Protection.PAGES), 64)) {
            recording.start();
            region.write(0, region.segment().address() + 32, 16);
            assertThat(names(recording.trace())).containsExactly("SystemCall", "Store 0+16", "SystemCall");
        }
    }

    @Test
    void leavesRegionsThatAreCreatedAndDeletedWholeOrNotThere() {
        try (Recording recording = Recording.on(StorageKind.RIO)) {
            recording.create("old", TYPE, 64).close();
            recording.start();
            recording.operation(1, () -> {
                try (Region made = recording.create("new", TYPE, 64, new byte[] {1})) {
                    Stores.STORES.putLong(made.segment().address() + 8, 1);
                }
                recording.delete("old");
            });
            CrashImages.afterKill(recording.trace(), Effort.seeded(1)).check(image -> {
                Recording regions = image.regions();
                assertThat(regions.names()).isIn(List.of("old"), List.of("new", "old"), List.of("new"));
                if (regions.exists("new")) {
                    try (Region made = regions.open("new", TYPE)) {
                        assertThat(made.segment().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 1);
                        assertThat(made.wasClosedCleanly()).isFalse();
                    }
                }
            });
        }
    }

    @Test
    void givesRegionsOfAnImageTheirIdentity() {
        try (Recording recording = Recording.on(StorageKind.RIO);
                Region region = recording.create("region", TYPE, 64)) {
            recording.start();
            recording.operation(1, () -> Stores.STORES.fill(region.segment().address(), 16, (byte) 1));
            CrashImages.afterKill(recording.trace(), Effort.seeded(1)).check(image -> {
                try (Region left = image.regions().open("region", TYPE)) {
                    assertThat(left.id()).isEqualTo(region.id());
                    assertThat(left.segment().address())
                            .isNotEqualTo(region.segment().address());
                }
            });
        }
    }

    @Test
    void isOfNoUseAfterClose() {
        Recording recording = Recording.on(StorageKind.RIO);
        Region region = recording.create("region", TYPE, 64);
        recording.close();
        recording.close();
        assertThatThrownBy(() -> region.segment().fill((byte) 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> recording.open("region", TYPE)).isInstanceOf(RegionException.InUse.class);
    }
}
