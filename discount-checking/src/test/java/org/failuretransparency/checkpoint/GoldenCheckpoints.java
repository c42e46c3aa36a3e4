package org.failuretransparency.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.HostFiles;
import org.failuretransparency.guest.Tally;
import org.failuretransparency.rio.StorageKind;

/// Writes the golden checkpoints of the current format version, once, when the version is released: `format/v1` was
/// written by it and is never written again. Each archive holds the files of a process that was killed in front of its
/// third checkpoint, with an interval to take back.
///
/// Argument: the folder to write to.
final class GoldenCheckpoints {

    static final String NAME = "golden.dc";
    static final String INPUT = "to be\nor not\nto be\nthat is\n";
    /// What the process shows that goes on: it was killed with its first line shown, and not committed.
    static final List<String> SHOWN = List.of(
            "1 lines, 2 words",
            "2 lines, 4 words",
            "3 lines, 4 words",
            "4 lines, 6 words",
            "to 2",
            "be 2",
            "or 1",
            "not 1",
            "that 1",
            "is 1");

    private static final int KILLED_AT = 3;

    private GoldenCheckpoints() {}

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static Descriptors descriptors(Path directory) throws IOException {
        Path input = directory.resolve("input");
        Files.writeString(input, INPUT);
        Descriptors descriptors = new Descriptors();
        descriptors.give(0, HostFiles.toRead(input), false);
        descriptors.give(1, HostFiles.toAppend(directory.resolve("output")), false);
        return descriptors;
    }

    public static void main(String[] arguments) throws IOException {
        Path target = Files.createDirectories(Path.of(arguments[0]));
        for (StorageKind kind : List.of(StorageKind.RIO, StorageKind.DISK)) {
            Path directory = Files.createTempDirectory("golden");
            Path files = Files.createDirectory(directory.resolve("checkpoint"));
            int[] taken = {0};
            CheckpointOptions options = CheckpointOptions.defaults()
                    .withStorage(kind)
                    .withBeforeCheckpoint(_ -> {
                        if (++taken[0] == KILLED_AT) {
                            archive(files, target.resolve(kind.label() + ".zip"));
                            throw new Killed();
                        }
                    });
            try (DiscountChecking process =
                    DiscountChecking.open(Tally.program(), files.resolve(NAME), options, descriptors(directory))) {
                throw new IllegalStateException("not killed: status=" + process.run());
            } catch (Killed _) {
                System.out.println(target.resolve(kind.label() + ".zip"));
            }
        }
    }

    private static void archive(Path files, Path target) {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target));
                Stream<Path> all = Files.list(files)) {
            for (Path file : all.sorted().toList()) {
                ZipEntry entry = new ZipEntry(String.valueOf(file.getFileName()));
                entry.setTime(0);
                zip.putNextEntry(entry);
                Files.copy(file, zip);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
