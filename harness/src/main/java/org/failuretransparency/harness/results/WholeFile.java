package org.failuretransparency.harness.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Files that are replaced as a whole, so that nobody ever reads half of one.
public final class WholeFile {

    private WholeFile() {}

    /// Writes a text beside the file and renames it to it.
    public static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Writes bytes beside the file and renames them to it.
    public static void write(Path file, byte[] bytes) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            try {
                Files.write(unfinished, bytes);
                Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw new ResultsException.Io(file, e);
        }
    }
}
