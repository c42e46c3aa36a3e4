package org.failuretransparency.recoverable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A memory under contract, and what is done to it from outside.
///
/// A *crash* is a copy of the regions' files while their owner has them open: what a process leaves that is killed
/// there.
public abstract class MemoryFixture {

    static final long MEMORY_BYTES = 256 << 10;
    static final long LOG_BYTES = 256 << 10;

    private final StorageKind kind;

    @TempDir
    Path parent;

    private Path directory;
    RecoverableMemory memory;

    MemoryFixture(StorageKind kind) {
        this.kind = kind;
    }

    /// A new memory of `lengthBytes` zero bytes, with a log of `logBytes` bytes, in regions that have names of its
    /// choice.
    protected abstract RecoverableMemory create(Regions regions, long lengthBytes, long logBytes);

    /// The memory that was created in these regions, opened again.
    protected abstract RecoverableMemory open(Regions regions);

    @BeforeEach
    void createMemory() throws IOException {
        directory = Files.createTempDirectory(parent, "storage");
        memory = create(storage(), MEMORY_BYTES, LOG_BYTES);
    }

    @AfterEach
    void closeMemory() {
        memory.close();
    }

    final StorageKind kind() {
        return kind;
    }

    private Storage storage() {
        return Storage.of(kind, directory);
    }

    /// Puts a new memory in the place of the one under contract.
    final void createAnother(long lengthBytes, long logBytes) throws IOException {
        memory.close();
        directory = Files.createTempDirectory(parent, "storage");
        memory = create(storage(), lengthBytes, logBytes);
    }

    final void reopen() {
        memory.close();
        memory = open(storage());
    }

    /// Kills the owner, as far as the memory can tell, and opens what it left.
    final void crash() {
        RecoverableMemory killed = memory;
        directory = copyOf(directory);
        memory = open(storage());
        killed.close();
    }

    private Path copyOf(Path regions) {
        try (Stream<Path> files = Files.list(regions)) {
            Path copy = Files.createTempDirectory(parent, "crashed");
            List<Path> all = files.toList();
            for (Path file : all) {
                Files.copy(file, copy.resolve(regions.relativize(file)));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final byte[] bytes(long offset, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        memory.get(offset, bytes);
        return bytes;
    }

    /// Fills a range in a transaction of its own, and returns what it wrote.
    final byte[] fill(long offset, int lengthBytes, long seed) {
        byte[] filled = random(lengthBytes, seed);
        memory.begin();
        memory.put(offset, filled);
        memory.commit();
        return filled;
    }

    static byte[] random(int lengthBytes, long seed) {
        byte[] bytes = new byte[lengthBytes];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
