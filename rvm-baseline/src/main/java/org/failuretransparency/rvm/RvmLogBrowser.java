package org.failuretransparency.rvm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.failuretransparency.recoverable.RedoLogReader;
import org.failuretransparency.recoverable.RedoLogStatus;
import org.failuretransparency.recoverable.RedoLogStop;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;

/// Shows the records of a log file as the next recovery would find them, and changes nothing: `ft rvm log FILE`.
/// ```java
/// try (RvmLogBrowser browser = RvmLogBrowser.open(file)) {
///     for (Optional<LogRecord> record = browser.next(); record.isPresent(); record = browser.next()) { … }
///     print(browser.stop());
/// }
/// ```
/// The records before the stop are valid; what stands at the stop is not, and [RedoLogStop] says why.
///
/// **Threads**: one.
///
/// **Throws**: [RegionException], also where another process has the log open;
/// [org.failuretransparency.recoverable.RedoLogException].
public final class RvmLogBrowser implements AutoCloseable {

    /// A transaction in the log.
    ///
    /// @param offset in the log's region, in bytes
    /// @param lengthBytes of the record
    /// @param generation of the log's status when it was written
    /// @param sequence 1 for the first since the log was created
    /// @param ranges what it changed, ascending
    public record LogRecord(long offset, long lengthBytes, long generation, long sequence, List<Range> ranges) {}

    /// A range of the database.
    public record Range(long offset, long lengthBytes) {}

    private final Region region;
    private final RedoLogReader reader;

    private RvmLogBrowser(Region region) {
        this.region = region;
        try {
            this.reader = new RedoLogReader(region);
        } catch (RuntimeException e) {
            region.close();
            throw e;
        }
    }

    /// Opens the log in that file, to look at it.
    public static RvmLogBrowser open(Path file) {
        Path absolute = file.toAbsolutePath();
        if (!Files.isRegularFile(absolute)) {
            throw new RegionException.Missing(file);
        }
        // Every kind of storage has the same files, and nothing is written here.
        Storage storage = Storage.of(StorageKind.RIO, absolute.resolveSibling(""));
        return new RvmLogBrowser(storage.view(String.valueOf(absolute.getFileName()), RvmFiles.LOG));
    }

    /// Where the log begins, which database it belongs to, how long it is.
    public RedoLogStatus status() {
        return reader.status();
    }

    /// The next record, the oldest first; none at the end.
    public Optional<LogRecord> next() {
        if (!reader.next()) {
            return Optional.empty();
        }
        List<Range> ranges = new ArrayList<>();
        reader.forEachRange((offset, address, lengthBytes) -> ranges.add(new Range(offset, lengthBytes)));
        return Optional.of(new LogRecord(
                reader.offset(), reader.lengthBytes(), reader.generation(), reader.sequence(), List.copyOf(ranges)));
    }

    /// Why there are no more records; asked after [#next()] has returned none.
    public RedoLogStop stop() {
        return reader.stop();
    }

    @Override
    public void close() {
        reader.close();
        region.close();
    }
}
