package org.failuretransparency.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.failuretransparency.recoverable.Workload;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The arms of a comparison do the same work.
final class WorkloadsTest {

    private static final int TRANSACTIONS = 3000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {Workloads.SYNTHETIC, Workloads.DEBIT_CREDIT, Workloads.ORDER_ENTRY})
    void everySystemEndsWithTheSameDatabase(String workload) {
        byte[] without = databaseAfter(workload, "none");
        assertThat(databaseAfter(workload, "vista")).isEqualTo(without);
        assertThat(databaseAfter(workload, "rvm")).isEqualTo(without);
    }

    private byte[] databaseAfter(String workload, String system) {
        Path directory = folder.resolve(system);
        ArmSetup setup =
                new ArmSetup(workload, system, "rio", directory.toString(), 3 << 20, 64, 1, false, false, 7, 0, null);
        Storage storage = Storage.of(StorageKind.RIO, directory);
        try (SystemUnderTest opened = SystemUnderTest.create(setup, storage, Workloads.memoryBytes(setup))) {
            Workload run = Workloads.over(opened.memory(), setup);
            run.load();
            for (int i = 0; i < TRANSACTIONS; i++) {
                run.transaction();
            }
            assertThat(run.violations()).isEmpty();
            return opened.memory().segment().asSlice(0, run.databaseBytes()).toArray(ValueLayout.JAVA_BYTE);
        }
    }
}
