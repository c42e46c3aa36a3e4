package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.failuretransparency.recoverable.LogFullException;
import org.failuretransparency.recoverable.Misuse;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a Vista does with its segments, on the storage where stores are permanent and on the one where they are forced.
@ParameterizedClass
@EnumSource(
        value = StorageKind.class,
        names = {"RIO", "DISK"})
class VistaTest {

    private static final VistaOptions OPTIONS = new VistaOptions(64 << 10);

    private final StorageKind kind;

    @TempDir
    private Path parent;

    VistaTest(StorageKind kind) {
        this.kind = kind;
    }

    private Storage storage() {
        return Storage.of(kind, parent.resolve("regions"));
    }

    private Storage copyOfStorage() throws IOException {
        Path copy = Files.createTempDirectory(parent, "copy");
        try (Stream<Path> files = Files.list(storage().directory())) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(storage().directory().relativize(file)));
            }
        }
        return Storage.of(kind, copy);
    }

    /// What the current transaction declared, the oldest range first.
    private static List<String> declared(Vista vista) {
        List<String> ranges = new ArrayList<>();
        vista.forEachDeclared(
                (segment, offset, lengthBytes) -> ranges.addFirst(segment.name() + " " + offset + "+" + lengthBytes));
        return ranges;
    }

    @Test
    void passesOnWhatATransactionDeclared() {
        try (Vista vista = Vista.create(storage(), "test", OPTIONS)) {
            VistaMemory a = vista.createSegment("a", 100);
            PageTracker b = new PageTracker(vista.createSegment("b", 10_000));
            VistaMemory permanent = vista.createSegmentWithoutUndo("permanent", 100);
            vista.begin();
            assertThat(declared(vista)).isEmpty();
            a.putLong(16, 1);
            b.putInt(9000, 2);
            a.setRange(10, 90);
            permanent.putLong(0, 3);
            a.putInt(16, 4);
            assertThat(declared(vista)).containsExactly("a 16+8", "b 8192+1808", "a 10+90", "a 16+4");
            vista.commit();
            vista.begin();
            a.putLong(8, 5);
            assertThat(declared(vista)).containsExactly("a 8+8");
            vista.abort();
            assertThatThrownBy(() -> declared(vista)).isInstanceOf(Misuse.NoTransaction.class);
        }
    }

    @Test
    void saysHowMuchATransactionLogged() {
        Vista vista = Vista.create(storage(), "test", OPTIONS);
        VistaMemory a = vista.createSegment("a", 100);
        assertThat(vista.loggedBytes()).isZero();
        vista.begin();
        assertThat(vista.loggedBytes()).isZero();
        a.putLong(16, 1);
        a.setRange(0, 9);
        assertThat(vista.loggedBytes()).isEqualTo(LogLayout.recordBytes(8) + LogLayout.recordBytes(9));
        vista.commit();
        assertThat(vista.loggedBytes()).isZero();
        vista.begin();
        a.putLong(16, 1);
        vista.abort();
        assertThat(vista.loggedBytes()).isZero();
        vista.begin();
        a.putLong(16, 1);
        vista.close();
        assertThat(vista.loggedBytes()).isZero();
    }

    @Test
    void commitsAndAbortsAllSegmentsTogether() throws IOException {
        try (Vista vista = Vista.create(storage(), "test", OPTIONS)) {
            VistaMemory a = vista.createSegment("a", 100);
            VistaMemory b = vista.createSegment("b", 5000);
            vista.begin();
            a.putLong(0, 1);
            b.putLong(4000, 2);
            assertThat(a.inTransaction()).isTrue();
            assertThat(b.inTransaction()).isTrue();
            assertThatThrownBy(b::begin).isInstanceOf(Misuse.NestedBegin.class);
            assertThat(vista.commit()).isEqualTo(1);
            a.begin();
            a.putLong(0, 3);
            b.putLong(4000, 4);
            b.put(10, new byte[100]);
            b.abort();
            assertThat(a.getLong(0)).isEqualTo(1);
            assertThat(b.getLong(4000)).isEqualTo(2);
            b.begin();
            a.putLong(0, 5);
            b.putLong(4000, 6);
            try (Vista crashed = Vista.open(copyOfStorage(), "test")) {
                assertThat(crashed.segment("a").getLong(0)).isEqualTo(1);
                assertThat(crashed.segment("b").getLong(4000)).isEqualTo(2);
            }
            assertThat(a.commit()).isEqualTo(2);
            assertThat(b.durableSequence()).isEqualTo(2);
        }
    }

    @Test
    void closingASegmentClosesTheVista() {
        Vista vista = Vista.create(storage(), "test", OPTIONS);
        VistaMemory a = vista.createSegment("a", 100);
        VistaMemory b = vista.createSegment("b", 100);
        assertThat(a.vista()).isSameAs(vista);
        vista.begin();
        b.putLong(0, 9);
        a.close();
        assertThatThrownBy(() -> b.getLong(0)).isInstanceOf(Misuse.Closed.class);
        assertThatThrownBy(vista::begin).isInstanceOf(Misuse.Closed.class);
        assertThatThrownBy(() -> vista.createSegment("c", 10)).isInstanceOf(Misuse.Closed.class);
        vista.close();
        try (Vista reopened = Vista.open(storage(), "test")) {
            assertThat(reopened.segment("b").getLong(0)).isZero();
        }
    }

    @Test
    void segmentsWithoutUndoKeepTheirStoresThroughAborts() throws IOException {
        try (Vista vista = Vista.create(storage(), "test", OPTIONS)) {
            VistaMemory logged = vista.createSegment("logged", 5000);
            VistaMemory kept = vista.createSegmentWithoutUndo("kept", 5000);
            vista.begin();
            long before = kept.log().tail;
            kept.putLong(0, 1);
            kept.putInt(8, 2);
            kept.addLong(16, 3);
            kept.put(100, new byte[] {4, 5, 6});
            kept.setRange(1000, 4000);
            new PageTracker(kept).putLong(4990, 7);
            assertThat(kept.log().tail).isEqualTo(before);
            logged.putLong(0, 8);
            vista.abort();
            assertThat(logged.getLong(0)).isZero();
            assertThat(kept.getLong(0)).isEqualTo(1);
            assertThat(kept.getLong(4990)).isEqualTo(7);
            vista.begin();
            kept.putLong(0, 11);
            logged.putLong(0, 12);
            try (Vista crashed = Vista.open(copyOfStorage(), "test")) {
                assertThat(crashed.segment("logged").getLong(0)).isZero();
                assertThat(crashed.segment("kept").getLong(0)).isEqualTo(11);
                crashed.begin();
                crashed.segment("kept").putLong(0, 13);
                crashed.abort();
                assertThat(crashed.segment("kept").getLong(0)).isEqualTo(13);
            }
            assertThatThrownBy(() -> kept.setRange(4999, 2)).isInstanceOf(Misuse.OutOfRange.class);
            vista.abort();
            assertThatThrownBy(() -> kept.putLong(0, 1)).isInstanceOf(Misuse.NoTransaction.class);
        }
    }

    @Test
    void holds64SegmentsAndNoMore() throws IOException {
        List<String> names = new ArrayList<>();
        try (Vista vista = Vista.create(storage(), "test", OPTIONS)) {
            for (int i = 0; i < 64; i++) {
                names.add("segment-" + i);
                vista.createSegment("segment-" + i, 8 + i);
            }
            assertThatThrownBy(() -> vista.createSegment("one-more", 8))
                    .isInstanceOf(VistaException.BadSegment.class)
                    .hasMessageContaining("segment table is full: path=");
            assertThatThrownBy(() -> vista.createHeap("heap", 8192)).isInstanceOf(VistaException.BadSegment.class);
            vista.begin();
            for (String name : names) {
                vista.segment(name).putLong(0, name.hashCode());
            }
            vista.commit();
            vista.begin();
            vista.segment("segment-63").putLong(0, 1);
            try (Vista crashed = Vista.open(copyOfStorage(), "test")) {
                assertThat(crashed.segmentNames()).isEqualTo(names);
                for (String name : names) {
                    assertThat(crashed.segment(name).getLong(0)).isEqualTo(name.hashCode());
                }
                assertThat(crashed.segment("segment-63").lengthBytes()).isEqualTo(8 + 63);
            }
        }
        assertThat(storage().exists("test.one-more")).isFalse();
        assertThat(storage().exists("test.heap")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a name of thirty-three characters", "öööööööööööööööö+", "vista", "a/b", "a\0b"})
    void refusesNamesThatAreNone(String name) {
        try (Vista vista = Vista.create(storage(), "test", OPTIONS)) {
            assertThatThrownBy(() -> vista.createSegment(name, 8)).isInstanceOf(IllegalArgumentException.class);
            assertThat(vista.segmentNames()).isEmpty();
            assertThat(storage().names()).containsExactly("test.vista");
        }
    }

    @Test
    void takesNamesUpTo32Bytes() {
        String longest = "öööööööööööööööö";
        try (Vista vista = Vista.create(storage(), "test", OPTIONS)) {
            vista.createSegment(longest, 8);
            vista.createSegment("heap.heap", 8);
        }
        try (Vista vista = Vista.open(storage(), "test")) {
            assertThat(vista.segmentNames()).containsExactly(longest, "heap.heap");
            assertThat(vista.segment(longest).name()).isEqualTo(longest);
            assertThatThrownBy(() -> vista.createHeap("heap", 8192)).isInstanceOf(VistaException.BadSegment.class);
            assertThatThrownBy(() -> vista.segment("none"))
                    .isInstanceOf(VistaException.BadSegment.class)
                    .hasMessageContaining("no such segment: path=")
                    .hasMessageContaining("segment=none");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -4095, -4096, Long.MIN_VALUE, Long.MAX_VALUE})
    void refusesSegmentLengthsOutOfRange(long lengthBytes) {
        try (Vista vista = Vista.create(storage(), "test", OPTIONS)) {
            assertThatThrownBy(() -> vista.createSegment("bad", lengthBytes))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(storage().names()).containsExactly("test.vista");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 4095, (1L << 36) + 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void refusesLogLengthsOutOfRange(long logBytes) {
        assertThatThrownBy(() -> new VistaOptions(logBytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("log size out of range: logBytes=" + logBytes + ", allowed=4096..68719476736");
        assertThat(VistaOptions.defaults().logBytes()).isEqualTo(4 << 20);
    }

    @Test
    void usesTheLogToItsLastByte() {
        try (Vista vista = Vista.create(storage(), "test", new VistaOptions(4099))) {
            VistaMemory memory = vista.createSegment("data", 8192);
            vista.begin();
            memory.setRange(0, 4096 - LogLayout.FRAME_BYTES);
            vista.commit();
            vista.begin();
            for (int i = 0; i < 102; i++) {
                memory.putLong(i * 8L, 1);
            }
            assertThatThrownBy(() -> memory.putLong(0, 1))
                    .isInstanceOf(LogFullException.class)
                    .hasMessageEndingWith("needed bytes=4120, capacity=4099");
            vista.abort();
            assertThat(memory.getLong(0)).isZero();
        }
    }

    @Test
    void reportsWhatRecoveryDid() throws IOException {
        try (Vista vista = Vista.create(storage(), "test", OPTIONS)) {
            VistaMemory a = vista.createSegment("a", 100);
            vista.begin();
            a.putLong(0, 1);
            a.put(8, new byte[9]);
            try (Vista crashed = Vista.open(copyOfStorage(), "test")) {
                Recovery recovery = crashed.recovery();
                assertThat(recovery.afterCrash()).isTrue();
                assertThat(recovery.state()).isEqualTo(Recovery.State.ACTIVE);
                assertThat(recovery.records()).isEqualTo(2);
                assertThat(recovery.bytes()).isEqualTo(17);
                assertThat(recovery.nanos()).isPositive();
            }
            vista.commit();
            try (Vista crashed = Vista.open(copyOfStorage(), "test")) {
                assertThat(crashed.recovery().afterCrash()).isTrue();
                assertThat(crashed.recovery().state()).isEqualTo(Recovery.State.IDLE);
                assertThat(crashed.recovery().records()).isZero();
            }
        }
        try (Vista vista = Vista.open(storage(), "test")) {
            assertThat(vista.recovery().afterCrash()).isFalse();
            assertThat(vista.recovery().state()).isEqualTo(Recovery.State.IDLE);
        }
    }

    @Test
    void refusesASecondOwnerAndASecondVistaOfTheName() {
        try (Vista vista = Vista.create(storage(), "test", OPTIONS)) {
            vista.createSegment("a", 100);
            assertThatThrownBy(() -> Vista.open(storage(), "test")).isInstanceOf(RegionException.InUse.class);
            assertThatThrownBy(() -> Vista.create(storage(), "test", OPTIONS))
                    .isInstanceOf(RegionException.AlreadyExists.class);
            assertThatThrownBy(() -> vista.createSegment("a", 100))
                    .isInstanceOf(VistaException.BadSegment.class)
                    .hasMessageContaining("segment exists already: path=");
            vista.begin();
            assertThatThrownBy(() -> vista.createSegment("b", 100))
                    .isInstanceOf(Misuse.NestedBegin.class)
                    .hasMessage(
                            "transaction is open already: call=createSegment, expected=commit() or abort() before it");
            assertThatThrownBy(() -> vista.createHeap("b", 8192))
                    .isInstanceOf(Misuse.NestedBegin.class)
                    .hasMessageContaining("call=createHeap,");
            vista.abort();
        }
        assertThatThrownBy(() -> Vista.open(storage(), "other")).isInstanceOf(RegionException.Missing.class);
    }

    @Test
    void vistasOfOneDirectoryShareNothing() {
        try (Vista one = Vista.create(storage(), "one", OPTIONS);
                Vista two = Vista.create(storage(), "one.two", OPTIONS)) {
            VistaMemory a = one.createSegment("data", 100);
            VistaMemory b = two.createSegment("data", 100);
            one.begin();
            two.begin();
            a.putLong(0, 1);
            b.putLong(0, 2);
            one.abort();
            two.commit();
            assertThat(a.getLong(0)).isZero();
            assertThat(b.getLong(0)).isEqualTo(2);
        }
        storage().delete("one.vista");
        storage().delete("one.data");
        assertThatThrownBy(() -> Vista.open(storage(), "one")).isInstanceOf(RegionException.Missing.class);
    }

    @Test
    void makesASegmentAgainWhoseMakingACrashInterrupted() throws IOException {
        Storage left;
        try (Vista vista = Vista.create(storage(), "test", OPTIONS)) {
            left = copyOfStorage();
            vista.createSegment("a", 100);
            Files.copy(storage().pathOf("test.a"), left.pathOf("test.a"));
        }
        try (Vista vista = Vista.open(left, "test")) {
            assertThat(vista.segmentNames()).isEmpty();
            assertThat(vista.createSegment("a", 200).lengthBytes()).isEqualTo(200);
        }
    }

    @Test
    void vistasOfTheirOwnWorkInThreadsOfTheirOwn() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 2; i++) {
            String name = "vista-" + i;
            int transactions = kind == StorageKind.RIO ? 50_000 : 50;
            threads.add(Thread.ofPlatform().start(() -> {
                try (Vista vista = Vista.create(storage(), name, OPTIONS)) {
                    VistaMemory memory = vista.createSegment("data", 4096);
                    for (int transaction = 0; transaction < transactions; transaction++) {
                        vista.begin();
                        memory.addLong(transaction % 16 * 8L, 1);
                        memory.addLong(1024, 1);
                        if (transaction % 2 == 0) {
                            vista.commit();
                        } else {
                            vista.abort();
                        }
                    }
                    if (memory.getLong(1024) != transactions / 2) {
                        failures.add(name + " counted " + memory.getLong(1024));
                    }
                } catch (RuntimeException e) {
                    failures.add(name + ": " + e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }

    /// A range longer than one record, in a segment that an `int` cannot index.
    @Test
    @Tag("long")
    void abortsMoreThanAGigabyte() {
        long lengthBytes = (1L << 31) + 100;
        long rangeBytes = LogLayout.MAX_IMAGE_BYTES + 12_345;
        try (Vista vista = Vista.create(storage(), "large", new VistaOptions(rangeBytes + 4096))) {
            VistaMemory memory = vista.createSegment("data", lengthBytes);
            long start = lengthBytes - rangeBytes;
            vista.begin();
            memory.setRange(start, rangeBytes);
            memory.segment().asSlice(start, rangeBytes).fill((byte) 7);
            vista.abort();
            assertThat(memory.segment()
                            .asSlice(start, rangeBytes)
                            .mismatch(memory.segment().asSlice(0, rangeBytes)))
                    .isEqualTo(-1);
            vista.begin();
            memory.putLong(lengthBytes - 8, 5);
            vista.commit();
        }
        try (Vista vista = Vista.open(storage(), "large")) {
            assertThat(vista.segment("data").getLong(lengthBytes - 8)).isEqualTo(5);
        }
    }
}
