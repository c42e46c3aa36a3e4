package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.recoverable.Misuse;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a transaction says of itself to whoever keeps its new bytes elsewhere.
final class DeclaredRangesTest {

    @TempDir
    private Path directory;

    private static List<String> declared(Vista vista) {
        List<String> ranges = new ArrayList<>();
        vista.forEachDeclared(
                (segment, offset, lengthBytes) -> ranges.add(segment.name() + " " + offset + "+" + lengthBytes));
        return ranges;
    }

    @Test
    void namesEachRangeOfTheTransaction() {
        try (Vista vista = Vista.create(Storage.of(StorageKind.RIO, directory), "v", VistaOptions.defaults())) {
            VistaMemory one = vista.createSegment("one", 4096);
            VistaMemory two = vista.createSegment("two", 4096);
            assertThat(vista.loggedBytes()).isZero();
            vista.begin();
            one.setRange(16, 100);
            two.putLong(8, 1);
            assertThat(declared(vista)).containsExactly("two 8+8", "one 16+100");
            assertThat(vista.loggedBytes()).isEqualTo(2 * 32 + 104 + 8);
            vista.commit();
            assertThat(vista.loggedBytes()).isZero();
        }
    }

    @Test
    void namesTheMetadataThatAFreeWillChange() {
        try (Vista vista = Vista.create(Storage.of(StorageKind.RIO, directory), "v", VistaOptions.defaults())) {
            PersistentHeap heap = vista.createHeap("heap", 1 << 16);
            vista.begin();
            long block = heap.malloc(5000);
            vista.commit();
            vista.begin();
            heap.free(block);
            long page = block / 4096;
            assertThat(declared(vista)).containsExactly("heap.heap " + (64 + page * 64) + "+64");
        }
    }

    @Test
    void namesTheWordsThatWaitForTheCommit() {
        try (Vista vista = Vista.create(Storage.of(StorageKind.RIO, directory), "v", VistaOptions.defaults())) {
            VistaMemory one = vista.createSegment("one", 4096);
            vista.begin();
            one.storeAtCommit(16, 5);
            one.fill(64, 64);
            assertThat(declared(vista)).containsExactly("one 16+8");
            assertThat(one.getLong(16)).isZero();
            vista.commit();
            assertThat(one.getLong(16)).isEqualTo(5);
        }
    }

    @Test
    void hasNothingToSayOutsideOfATransaction() {
        try (Vista vista = Vista.create(Storage.of(StorageKind.RIO, directory), "v", VistaOptions.defaults())) {
            assertThatThrownBy(() -> declared(vista)).isInstanceOf(Misuse.NoTransaction.class);
        }
    }

    @Test
    void logsALineOnceInATransaction() {
        try (Vista vista = Vista.create(Storage.of(StorageKind.RIO, directory), "v", VistaOptions.defaults())) {
            PageTracker lines = new PageTracker(vista.createSegment("one", 4096), 64);
            vista.begin();
            lines.putLong(64, 1);
            lines.putLong(72, 2);
            lines.touch(120, 16);
            assertThat(declared(vista)).containsExactly("one 128+64", "one 64+64");
            vista.abort();
            assertThat(lines.memory().getLong(64)).isZero();
            vista.begin();
            lines.putLong(64, 3);
            assertThat(declared(vista)).containsExactly("one 64+64");
        }
    }

    @Test
    void refusesALengthThatIsNoPowerOfTwoUpTo4096() {
        try (Vista vista = Vista.create(Storage.of(StorageKind.RIO, directory), "v", VistaOptions.defaults())) {
            VistaMemory memory = vista.createSegment("one", 4096);
            for (int bytes : new int[] {0, -64, 32, 63, 96, 4097, 8192, Integer.MIN_VALUE}) {
                assertThatThrownBy(() -> new PageTracker(memory, bytes))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("pageBytes=" + bytes);
            }
        }
    }
}
