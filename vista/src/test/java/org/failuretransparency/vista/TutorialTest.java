package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Vista in five steps, which the README quotes from here.
class TutorialTest {

    @TempDir
    private Path directory;

    private Storage storage;

    @BeforeEach
    void chooseAStorage() {
        storage = Storage.of(StorageKind.RIO, directory);
    }

    // quote: transaction
    @Test
    void aTransaction() {
        try (Vista vista = Vista.create(storage, "bank", VistaOptions.defaults())) {
            VistaMemory accounts = vista.createSegment("accounts", 1 << 20);

            vista.begin();
            accounts.putLong(0, 100); // logs the eight bytes that were there, then stores
            vista.commit();

            vista.begin();
            accounts.setRange(0, 16); // logs sixteen bytes, once for both stores
            accounts.storeLong(0, accounts.getLong(0) - 30);
            accounts.storeLong(8, accounts.getLong(8) + 30);
            vista.abort(); // nothing happened

            assertThat(accounts.getLong(0)).isEqualTo(100);
            assertThat(accounts.getLong(8)).isZero();
        }
    }
    // end

    // quote: recovery
    @Test
    void openingRecovers() {
        try (Vista vista = Vista.create(storage, "bank", VistaOptions.defaults())) {
            VistaMemory accounts = vista.createSegment("accounts", 1 << 20);
            vista.begin();
            accounts.putLong(0, 100);
            vista.commit();
        } // or kill -9

        try (Vista vista = Vista.open(storage, "bank")) {
            assertThat(vista.segment("accounts").getLong(0)).isEqualTo(100);
            assertThat(vista.recovery().state()).isEqualTo(Recovery.State.IDLE); // ACTIVE: was rolled back
        }
    }
    // end

    // quote: segments
    @Test
    void oneTransactionOverSeveralSegments() {
        try (Vista vista = Vista.create(storage, "bank", VistaOptions.defaults())) {
            VistaMemory accounts = vista.createSegment("accounts", 1 << 20);
            VistaMemory history = vista.createSegment("history", 1 << 16);
            VistaMemory cache = vista.createSegmentWithoutUndo("cache", 4096);

            vista.begin();
            accounts.addLong(0, -30);
            history.putLong(0, -30);
            cache.putLong(0, 1);
            vista.abort(); // undoes all but the cache

            assertThat(accounts.getLong(0)).isZero();
            assertThat(history.getLong(0)).isZero();
            assertThat(cache.getLong(0)).isEqualTo(1);
        }
    }
    // end

    // quote: pages
    @Test
    void automaticRanges() {
        try (Vista vista = Vista.create(storage, "bank", VistaOptions.defaults())) {
            PageTracker accounts = new PageTracker(vista.createSegment("accounts", 1 << 20));

            vista.begin();
            accounts.putLong(0, 70); // logs the page of 4096 bytes
            accounts.putLong(8, 30); // it is logged already
            accounts.writable(64, 512).fill((byte) 7); // one check for many stores
            vista.abort();

            assertThat(accounts.memory().getLong(8)).isZero();
        }
    }
    // end

    // quote: heap
    @Test
    void aListOnThePersistentHeap() {
        try (Vista vista = Vista.create(storage, "notes", VistaOptions.defaults())) {
            PersistentHeap heap = vista.createHeap("heap", 1 << 20);
            vista.begin();
            for (long value = 1; value <= 3; value++) {
                long node = heap.malloc(16); // a pointer: an offset in heap.memory()
                heap.memory().putLong(node, heap.root());
                heap.memory().putLong(node + 8, value);
                heap.root(node);
            }
            vista.commit();
        }

        try (Vista vista = Vista.open(storage, "notes")) {
            PersistentHeap heap = vista.heap("heap");
            vista.begin();
            long first = heap.root();
            heap.root(heap.memory().getLong(first));
            heap.free(first); // takes place when the transaction commits
            vista.commit();

            assertThat(heap.memory().getLong(heap.root() + 8)).isEqualTo(2);
            assertThatThrownBy(() -> heap.lengthOf(first)).isInstanceOf(VistaException.DoubleFree.class);
        }
    }
    // end

    @Test
    void theReadmeQuotesThisClass() throws IOException {
        Path module = Path.of(System.getProperty("basedir", ""));
        String readme = Files.readString(module.resolve("README.md"));
        List<String> lines =
                Files.readAllLines(module.resolve("src/test/java/org/failuretransparency/vista/TutorialTest.java"));
        int quotes = 0;
        for (int start = 0; start < lines.size(); start++) {
            if (lines.get(start).strip().startsWith("// quote:")) {
                int end = start;
                while (!lines.get(end).strip().equals("// end")) {
                    end++;
                }
                quotes++;
                assertThat(readme).contains(body(lines.subList(start + 3, end - 1)));
            }
        }
        assertThat(quotes).isEqualTo(5);
    }

    /// The statements of a method without their indentation.
    private static String body(List<String> lines) {
        return String.join("\n", lines).stripTrailing().stripIndent();
    }
}
