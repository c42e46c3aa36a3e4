package org.failuretransparency.rvm;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.failuretransparency.os.OpenFile;
import org.failuretransparency.os.OsException;
import org.failuretransparency.os.Pages;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.RegionLayout;

/// The database as the program sees it: a copy in memory that is no part of stable storage (Figure 3.1). RVM copies its
/// database in where Vista maps it, so that on Rio the database is in memory twice (§3.5.3, double buffering).
///
/// **Survives**: nothing.
final class InMemoryCopy implements AutoCloseable {

    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;

    /// Copies the whole region into anonymous memory, or into an unlinked file in `directory`.
    InMemoryCopy(Region database, Optional<Path> directory) {
        long neededBytes = database.lengthBytes() + RegionLayout.SLACK_BYTES;
        try {
            MemorySegment memory = directory.isPresent()
                    ? mapUnlinked(directory.get(), neededBytes)
                    : arena.allocate(neededBytes, Pages.PAGE_BYTES);
            segment = memory.asSlice(0, database.lengthBytes());
            segment.copyFrom(database.segment());
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    private MemorySegment mapUnlinked(Path directory, long lengthBytes) {
        Path path = directory;
        try {
            path = Files.createTempFile(directory, "rvm", ".copy");
            try (OpenFile file = OpenFile.open(path);
                    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                file.allocate(0, lengthBytes);
                return channel.map(MapMode.READ_WRITE, 0, lengthBytes, arena);
            } finally {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new RegionException.Io(path, e);
        } catch (OsException e) {
            throw new RegionException.Io(path, e);
        }
    }

    MemorySegment segment() {
        return segment;
    }

    @Override
    public void close() {
        arena.close();
    }
}
