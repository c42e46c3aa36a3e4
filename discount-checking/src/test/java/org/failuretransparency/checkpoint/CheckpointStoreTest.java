package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.failuretransparency.crashlab.FailingRegions;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes to the log of a checkpoint, and how often it is forced.
final class CheckpointStoreTest {

    private static final AddressSpace SPACE = RecordedProcess.SPACE;
    private static final long END = SPACE.lengthBytes();

    @TempDir
    private Path directory;

    @Test
    void aCommitOnADiskIsOneWriteAndOneSync() {
        FailingRegions disk = FailingRegions.never(Storage.of(StorageKind.DISK, directory));
        try (CheckpointStore store = DiskStore.create(disk, "process", SPACE)) {
            RecordedProcess process = new RecordedProcess(store);
            for (int value = 1; value <= 5; value++) {
                process.putLong(8, value);
                process.putLong(AddressSpace.PAGE_BYTES, value);
                process.record(ContextLayout.REGISTERS, value);
                disk.effects().clear();
                process.commit(END);
                assertThat(disk.effects()).hasSize(2);
                assertThat(disk.effects().getFirst()).startsWith("process.redo write");
                assertThat(disk.effects().getLast()).isEqualTo("process.redo sync");
            }
        }
    }

    @Test
    void unusedStackIsNotLoggedOnRio() {
        try (CheckpointStore store = RioStore.create(Storage.of(StorageKind.RIO, directory), "process", SPACE)) {
            CheckpointedMemory memory = new CheckpointedMemory(SPACE, store);
            memory.beginInterval(END);
            long emptyBytes = store.loggedBytes();
            memory.putLong(END - 8, 1);
            assertThat(store.loggedBytes()).isEqualTo(emptyBytes);
            store.commit(END - 8);
            memory.beginInterval(END - 8);
            memory.putLong(END - 8, 2);
            assertThat(store.loggedBytes()).isGreaterThanOrEqualTo(emptyBytes + AddressSpace.PAGE_BYTES);
        }
    }

    @Test
    void unusedStackIsNotLoggedOnADisk() {
        FailingRegions disk = FailingRegions.never(Storage.of(StorageKind.DISK, directory));
        try (CheckpointStore store = DiskStore.create(disk, "process", SPACE)) {
            RecordedProcess process = new RecordedProcess(store);
            process.commit(END); // with all that was there when it was made
            process.putLong(END - 8, 1);
            assertThat(committedBytes(disk, process, END)).isLessThan(AddressSpace.PAGE_BYTES);
            process.putLong(END - 8, 2);
            assertThat(committedBytes(disk, process, END - 8)).isGreaterThan(AddressSpace.PAGE_BYTES);
        }
    }

    /// Bytes that a commit writes to the redo log.
    private static long committedBytes(FailingRegions disk, RecordedProcess process, long stackPointer) {
        disk.effects().clear();
        process.commit(stackPointer);
        String write = disk.effects().getFirst();
        return Long.parseLong(write.substring(write.indexOf('+') + 1));
    }
}
