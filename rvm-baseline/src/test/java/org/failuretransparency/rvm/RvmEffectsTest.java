package org.failuretransparency.rvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.failuretransparency.crashlab.FailingRegions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which writes and syncs each operation makes, in which order: the failure ordering that [RvmMemory] promises, and the
/// system calls that it costs.
class RvmEffectsTest {

    private static final long DATABASE_BYTES = 10 * 4096;

    @TempDir
    Path directory;

    private FailingRegions regions;
    private RvmMemory memory;

    @BeforeEach
    void create() {
        regions = FailingRegions.never(Crashes.newStorage(directory));
        RvmOptions options = RvmOptions.defaults().withLogBytes(8192 + 512);
        memory = RvmMemory.create(regions, "x", DATABASE_BYTES, options);
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private void store(long offset, CommitMode mode) {
        memory.begin();
        memory.putLong(offset, 1);
        memory.commit(mode);
    }

    private List<String> effectsOf(Runnable operation) {
        regions.effects().clear();
        operation.run();
        return List.copyOf(regions.effects());
    }

    @Test
    void openingACleanDatabaseSyncsItsLogAndWritesTheStatus() {
        assertThat(regions.effects())
                .containsExactly("x.log sync", "x.log write 0+72", "x.log sync", "x.log write 4096+72");
    }

    @Test
    void aFlushIsOneWriteAndOneSync() {
        assertThat(effectsOf(() -> store(0, CommitMode.FLUSH))).containsExactly("x.log write 8192+64", "x.log sync");
        assertThat(effectsOf(() -> store(0, CommitMode.FLUSH))).containsExactly("x.log write 8256+64", "x.log sync");
    }

    @Test
    void aGroupIsOneWriteAndOneSync() {
        assertThat(effectsOf(() -> store(0, CommitMode.NO_FLUSH))).isEmpty();
        assertThat(effectsOf(() -> store(8, CommitMode.NO_FLUSH))).isEmpty();
        assertThat(effectsOf(() -> store(16, CommitMode.FLUSH))).containsExactly("x.log write 8192+192", "x.log sync");
    }

    @Test
    void anAbortAndAnEmptyCommitDoNothing() {
        assertThat(effectsOf(() -> {
                    memory.begin();
                    memory.putLong(0, 1);
                    memory.abort();
                    memory.begin();
                    memory.commit();
                    memory.flush();
                }))
                .isEmpty();
    }

    @Test
    void aTruncationSyncsTheDatabaseBeforeTheStatusForgetsTheLog() {
        store(9 * 4096, CommitMode.NO_FLUSH);
        store(5 * 4096, CommitMode.NO_FLUSH);
        store(3 * 4096 - 4, CommitMode.NO_FLUSH);
        assertThat(effectsOf(() -> store(0, CommitMode.FLUSH)))
                .containsExactly(
                        "x.log write 8192+256",
                        "x.log sync",
                        "x.db write 0+24576",
                        "x.db write 36864+4096",
                        "x.db sync",
                        "x.log write 4096+72",
                        "x.log sync",
                        "x.log write 0+72");
    }

    @Test
    void aFlushOverTheRingsEndIsTwoWritesAndOneSync() {
        for (int i = 0; i < 7; i++) {
            store(0, CommitMode.FLUSH);
        }
        memory.begin();
        memory.setRange(0, 72);
        assertThat(effectsOf(memory::commit)).startsWith("x.log write 8640+64", "x.log write 8192+64", "x.log sync");
    }

    @Test
    void recoverySyncsTheLogBeforeItWritesBackWhatTheLogSays() {
        store(4096, CommitMode.FLUSH);
        memory.begin(RestoreMode.NO_RESTORE);
        assertThat(effectsOf(memory::close)).isEmpty();
        assertThat(effectsOf(() -> memory = RvmMemory.open(regions, "x", RvmOptions.defaults())))
                .containsExactly(
                        "x.log sync",
                        "x.db write 4096+4096",
                        "x.db sync",
                        "x.log write 4096+72",
                        "x.log sync",
                        "x.log write 0+72");
    }
}
