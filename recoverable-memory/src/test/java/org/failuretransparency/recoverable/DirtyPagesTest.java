package org.failuretransparency.recoverable;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirtyPagesTest {

    private static final long LENGTH_BYTES = 10 * 4096 + 5;

    @TempDir
    Path directory;

    @Test
    void writesWholePagesAndSingleCleanOnesBetweenThem() {
        DirtyPages pages = new DirtyPages(LENGTH_BYTES);
        assertThat(pages.isEmpty()).isTrue();
        pages.mark(4095, 4097);
        pages.mark(3 * 4096, 3 * 4096 + 1);
        pages.mark(6 * 4096 + 4095, 7 * 4096);
        pages.mark(10 * 4096 + 4, LENGTH_BYTES);
        try (Arena arena = Arena.ofConfined();
                Region database = Storage.of(StorageKind.RIO, directory)
                        .create("x", RegionType.database("PAGES"), LENGTH_BYTES)) {
            MemorySegment copy = arena.allocate(LENGTH_BYTES);
            copy.fill((byte) 1);
            assertThat(pages.writeTo(database, copy.address())).isEqualTo(5 * 4096 + 5);
            for (int page = 0; page <= 10; page++) {
                boolean written = page <= 3 || page == 6 || page == 10;
                byte expected = (byte) (written ? 1 : 0);
                assertThat(database.segment().get(ValueLayout.JAVA_BYTE, page * 4096L))
                        .as("page %d", page)
                        .isEqualTo(expected);
            }
            assertThat(pages.isEmpty()).isFalse();
            pages.clear();
            assertThat(pages.writeTo(database, copy.address())).isZero();
        }
    }
}
