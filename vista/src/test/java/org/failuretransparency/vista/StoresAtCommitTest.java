package org.failuretransparency.vista;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.recoverable.LogFullException;
import org.failuretransparency.recoverable.Misuse;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Words that wait for the commit, and those who are told of it.
class StoresAtCommitTest {

    @TempDir
    private Path directory;

    private Vista create(StorageKind kind) {
        return Vista.create(Storage.of(kind, directory), "v", new VistaOptions(4096));
    }

    /// Says what it was told.
    private static final class Told implements Participant {
        private final List<String> told = new ArrayList<>();
        private final VistaMemory memory;

        Told(VistaMemory memory) {
            this.memory = memory;
        }

        @Override
        public void committed() {
            told.add("committed " + memory.getLong(0) + " " + memory.inTransaction());
        }

        @Override
        public void aborted() {
            told.add("aborted " + memory.getLong(0) + " " + memory.inTransaction());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StorageKind.class,
            names = {"RIO", "DISK"})
    void theNewestOfSeveralCounts(StorageKind kind) {
        try (Vista vista = create(kind)) {
            VistaMemory memory = vista.createSegment("one", 4096);
            vista.begin();
            memory.storeAtCommit(0, 1);
            memory.storeAtCommit(8, 2);
            memory.storeAtCommit(0, 3);
            assertThat(memory.getLong(0)).isZero();
            vista.commit();
            assertThat(memory.getLong(0)).isEqualTo(3);
            assertThat(memory.getLong(8)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StorageKind.class,
            names = {"RIO", "DISK"})
    void anAbortForgetsThem(StorageKind kind) {
        try (Vista vista = create(kind)) {
            VistaMemory memory = vista.createSegment("one", 4096);
            vista.begin();
            memory.storeAtCommit(0, 1);
            memory.putLong(8, 1);
            vista.abort();
            assertThat(memory.getLong(0)).isZero();
            assertThat(memory.getLong(8)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StorageKind.class,
            names = {"RIO", "DISK"})
    void tellsAParticipantOnceOfEachTransactionThatItJoined(StorageKind kind) {
        try (Vista vista = create(kind)) {
            VistaMemory memory = vista.createSegment("one", 4096);
            Told participant = new Told(memory);
            vista.begin();
            vista.join(participant);
            vista.join(participant);
            memory.putLong(0, 1);
            vista.commit();
            vista.begin();
            memory.putLong(0, 2);
            vista.commit();
            vista.begin();
            memory.putLong(0, 3);
            vista.join(participant);
            vista.abort();
            vista.begin();
            vista.join(participant);
            memory.storeAtCommit(0, 4);
            vista.commit();
            assertThat(participant.told).containsExactly("committed 1 false", "aborted 2 false", "committed 4 false");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StorageKind.class,
            names = {"RIO", "DISK"})
    void refusesASecondParticipant(StorageKind kind) {
        try (Vista vista = create(kind)) {
            VistaMemory memory = vista.createSegment("one", 4096);
            vista.begin();
            vista.join(new Told(memory));
            assertThatThrownBy(() -> vista.join(new Told(memory)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("another participant is in the transaction");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StorageKind.class,
            names = {"RIO", "DISK"})
    void refusesWhatItCannotDo(StorageKind kind) {
        try (Vista vista = create(kind)) {
            VistaMemory memory = vista.createSegment("one", 4096);
            assertThatThrownBy(() -> memory.storeAtCommit(0, 1)).isInstanceOf(Misuse.NoTransaction.class);
            assertThatThrownBy(() -> memory.fill(0, 1)).isInstanceOf(Misuse.NoTransaction.class);
            vista.begin();
            assertThatThrownBy(() -> memory.storeAtCommit(4, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("segment=one, offset=4");
            assertThatThrownBy(() -> memory.storeAtCommit(4096, 1)).isInstanceOf(Misuse.OutOfRange.class);
            assertThatThrownBy(() -> memory.fill(4090, 7)).isInstanceOf(Misuse.OutOfRange.class);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 4096; i++) {
                            memory.storeAtCommit(0, i);
                        }
                    })
                    .isInstanceOf(LogFullException.class);
            vista.abort();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StorageKind.class,
            names = {"RIO", "DISK"})
    void runsWhatUsesItsSegmentsBeforeItCloses(StorageKind kind) {
        List<Long> seen = new ArrayList<>();
        try (Vista vista = create(kind)) {
            VistaMemory memory = vista.createSegment("one", 4096);
            vista.beforeClose(() -> seen.add(memory.getLong(0)));
            vista.begin();
            memory.putLong(0, 1);
        }
        assertThat(seen).containsExactly(0L);
    }
}
