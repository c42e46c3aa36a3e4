package org.failuretransparency.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.HostFiles;
import org.failuretransparency.guest.Program;
import org.failuretransparency.rio.StorageKind;

/// The files of a process that was killed in the middle of an interval, to be damaged and put right again.
final class CheckpointSnapshot {

    static final String NAME = "counter.dc";
    static final int ROUNDS = 8;

    private static final int CHECKPOINTS = 5;

    private final StorageKind kind;
    private final Path directory;
    private final Map<Path, byte[]> original;
    private final Set<String> damaged = new TreeSet<>();

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private CheckpointSnapshot(StorageKind kind, Path directory) throws IOException {
        this.kind = kind;
        this.directory = directory;
        this.original = files();
    }

    /// Runs a process up to where its sixth checkpoint would begin, and takes its files from under it.
    static CheckpointSnapshot of(StorageKind kind, Path parent) throws IOException {
        Path used = Files.createDirectories(parent.resolve("used"));
        Path left = Files.createDirectories(parent.resolve("left"));
        int[] checkpoints = {0};
        CheckpointOptions options = CheckpointOptions.defaults()
                .withStorage(kind)
                .withBeforeCheckpoint(_ -> {
                    if (checkpoints[0]++ == CHECKPOINTS) {
                        copy(used, left);
                        throw new Stopped();
                    }
                });
        try (DiscountChecking process =
                DiscountChecking.open(Counter.program(ROUNDS), used.resolve(NAME), options, descriptors(used))) {
            process.run();
            throw new AssertionError("the process came to its end");
        } catch (Stopped _) {
            return new CheckpointSnapshot(kind, left);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.list(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Descriptors descriptors(Path directory) {
        Descriptors descriptors = new Descriptors();
        descriptors.give(1, HostFiles.toAppend(directory.resolve("out")), false);
        return descriptors;
    }

    DiscountChecking open() {
        return open(Counter.program(ROUNDS), kind);
    }

    DiscountChecking open(Program program, StorageKind storage) {
        return DiscountChecking.open(
                program, manifest(), CheckpointOptions.defaults().withStorage(storage), descriptors(directory));
    }

    Path directory() {
        return directory;
    }

    Path manifest() {
        return directory.resolve(NAME);
    }

    /// The manifest and the store's files.
    List<Path> checkpointFiles() {
        return original.keySet().stream()
                .filter(file -> file.getFileName().toString().startsWith(NAME))
                .toList();
    }

    /// All files with their bytes, except the lock of the directory.
    private Map<Path, byte[]> files() throws IOException {
        Map<Path, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.toList()) {
                if (!file.getFileName().toString().startsWith(".")) {
                    files.put(file, Files.readAllBytes(file));
                }
            }
        }
        return files;
    }

    /// The names of the files that were damaged and not put right.
    Set<String> damaged() {
        return damaged;
    }

    /// The names of the files that differ from what they were when the process was killed.
    Set<String> changed() throws IOException {
        Map<Path, byte[]> now = files();
        return Stream.concat(original.keySet().stream(), now.keySet().stream())
                .distinct()
                .filter(file -> !Arrays.equals(original.get(file), now.get(file)))
                .map(file -> file.getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void damage(Path file) {
        damaged.add(file.getFileName().toString());
    }

    /// Puts another file in its place, or none.
    void replace(Path file, Optional<Path> other) throws IOException {
        damage(file);
        Files.delete(file);
        if (other.isPresent()) {
            Files.copy(other.get(), file);
        }
    }

    private byte[] original(Path file) {
        return Objects.requireNonNull(original.get(file), file::toString);
    }

    /// Puts a file's bytes back.
    void restore(Path file) throws IOException {
        Files.write(file, original(file));
        damaged.remove(file.getFileName().toString());
    }

    void flipBit(Path file, long bit) throws IOException {
        damage(file);
        byte[] one = {(byte) (original(file)[(int) (bit / 8)] ^ 1 << bit % 8)};
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(one), bit / 8);
        }
    }

    void zero(Path file, long offset, int lengthBytes) throws IOException {
        damage(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(lengthBytes), offset);
        }
    }

    void truncate(Path file, long lengthBytes) throws IOException {
        damage(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(lengthBytes);
        }
    }
}
