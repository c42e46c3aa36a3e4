package org.failuretransparency.rvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.failuretransparency.recoverable.RedoLogStop;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rvm.RvmLogBrowser.LogRecord;
import org.failuretransparency.rvm.RvmLogBrowser.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RvmLogBrowserTest {

    @TempDir
    Path directory;

    @Test
    void showsTheRecordsAndWhyTheyEndAndChangesNothing() throws IOException {
        Storage killed = killAfterTwoTransactions();
        Path log = killed.pathOf("x.log");
        byte[] before = Files.readAllBytes(log);

        List<LogRecord> records = new ArrayList<>();
        try (RvmLogBrowser browser = RvmLogBrowser.open(log)) {
            assertThat(browser.status().generation()).isEqualTo(2);
            assertThat(browser.status().ownerBytes()).isEqualTo(4096);
            for (Optional<LogRecord> next = browser.next(); next.isPresent(); next = browser.next()) {
                records.add(next.get());
            }
            assertThat(browser.stop()).isEqualTo(new RedoLogStop(RedoLogStop.Reason.EMPTY, 8192 + 152, 2, 3, 0, 0));
        }

        assertThat(records)
                .containsExactly(
                        new LogRecord(8192, 88, 2, 1, List.of(new Range(8, 8), new Range(100, 2))),
                        new LogRecord(8280, 64, 2, 2, List.of(new Range(8, 8))));
        assertThat(Files.readAllBytes(log)).isEqualTo(before);
        try (RvmMemory memory = RvmMemory.open(killed, "x", RvmOptions.defaults())) {
            assertThat(memory.recovery().transactions()).isEqualTo(2);
        }
    }

    @Test
    void refusesAFileThatIsNoLogOrIsInUse() throws IOException {
        Storage storage = Crashes.newStorage(directory);
        try (RvmMemory memory = RvmMemory.create(storage, "x", 4096, RvmOptions.defaults())) {
            assertThat(memory.lengthBytes()).isEqualTo(4096);
            assertThatThrownBy(() -> RvmLogBrowser.open(storage.pathOf("x.log")))
                    .isInstanceOf(RegionException.InUse.class);
        }
        assertThatThrownBy(() -> RvmLogBrowser.open(storage.pathOf("x.db")))
                .isInstanceOf(RegionException.OtherContent.class);
        Path nowhere = directory.resolve("no/such/log");
        assertThatThrownBy(() -> RvmLogBrowser.open(nowhere)).isInstanceOf(RegionException.Missing.class);
        assertThat(Files.exists(directory.resolve("no"))).isFalse();
        Path text = Files.writeString(directory.resolve("text.log"), "not a log");
        assertThatThrownBy(() -> RvmLogBrowser.open(text)).isInstanceOf(RegionException.NotARegion.class);
    }

    private Storage killAfterTwoTransactions() {
        Storage storage = Crashes.newStorage(directory);
        try (RvmMemory memory = RvmMemory.create(storage, "x", 4096, RvmOptions.defaults())) {
            memory.begin();
            memory.put(100, new byte[] {1, 2});
            memory.putLong(8, 1);
            memory.commit();
            memory.begin();
            memory.putLong(8, 2);
            memory.commit();
            return Crashes.afterKill(storage, directory);
        }
    }
}
