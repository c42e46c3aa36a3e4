package org.failuretransparency.rio;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.failuretransparency.os.OpenFile;
import org.failuretransparency.os.OsException;

/// A region's file from outside: writing its header, and checking it before anything is mapped or changed.
final class RegionFile {

    private static final long CHUNK_BYTES = 1L << 20;

    private RegionFile() {}

    static void initialize(OpenFile file, UUID id, String content, long lengthBytes, Instant created) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(RegionLayout.HEADER_BYTES, 8);
            RegionLayout.write(
                    header, new RegionLayout.Header(id, content, lengthBytes, false, 0), created.toEpochMilli());
            file.write(0, header.address(), header.byteSize());
        }
    }

    /// Writes the owner's first bytes.
    static void writeData(OpenFile file, byte[] initial) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_BYTE, initial);
            file.write(RegionLayout.HEADER_BYTES, data.address(), data.byteSize());
        }
    }

    static void writeZeros(OpenFile file, long offset, long lengthBytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment zeros = arena.allocate(CHUNK_BYTES, 8);
            for (long done = 0; done < lengthBytes; done += CHUNK_BYTES) {
                file.write(offset + done, zeros.address(), Math.min(CHUNK_BYTES, lengthBytes - done));
            }
        }
    }

    /// Whether the file's first bytes are a region's, whatever comes behind them.
    static boolean startsAsRegion(Path path) {
        try (OpenFile file = OpenFile.openToRead(path);
                Arena arena = Arena.ofConfined()) {
            MemorySegment start = arena.allocate(Long.BYTES, Long.BYTES);
            return file.read(0, start) == Long.BYTES && RegionLayout.getLong(start, 0) == RegionLayout.MAGIC;
        } catch (OsException e) {
            throw new RegionException.Io(path, e);
        }
    }

    /// Reads the header and checks it, and the file's length, against what this version expects.
    static RegionLayout.Header validate(OpenFile file) throws IOException {
        Path path = file.path();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(RegionLayout.HEADER_BYTES, 8);
            long read = file.read(0, header);
            long magic = RegionLayout.getLong(header, 0);
            if (read < Long.BYTES || magic != RegionLayout.MAGIC) {
                throw new RegionException.NotARegion(path, RegionLayout.MAGIC, magic);
            }
            if (read < RegionLayout.HEADER_BYTES) {
                throw new RegionException.Truncated(path, RegionLayout.HEADER_BYTES, read);
            }
            int version = RegionLayout.getInt(header, RegionLayout.VERSION_OFFSET);
            if (version != RegionLayout.VERSION) {
                throw new RegionException.UnsupportedVersion(
                        path, RegionLayout.VERSION_OFFSET, RegionLayout.VERSION, version);
            }
            int check = RegionLayout.check(header);
            int found = RegionLayout.getInt(header, RegionLayout.CHECK_OFFSET);
            if (check != found) {
                throw new RegionException.Corrupt(
                        path,
                        "headerCheck",
                        RegionLayout.CHECK_OFFSET,
                        Integer.toHexString(check),
                        Integer.toHexString(found));
            }
            return contents(header, path);
        }
    }

    private static RegionLayout.Header contents(MemorySegment header, Path path) throws IOException {
        long dataOffset = RegionLayout.getLong(header, RegionLayout.DATA_OFFSET_OFFSET);
        requireField(
                dataOffset == RegionLayout.HEADER_BYTES,
                path,
                "dataOffset",
                RegionLayout.HEADER_BYTES + "",
                dataOffset + "");
        long lengthBytes = RegionLayout.getLong(header, RegionLayout.LENGTH_OFFSET);
        requireField(
                lengthBytes >= 1 && lengthBytes <= RegionLayout.MAX_LENGTH_BYTES,
                path,
                "lengthBytes",
                "1.." + RegionLayout.MAX_LENGTH_BYTES,
                lengthBytes + "");
        long openState = RegionLayout.getLong(header, RegionLayout.OPEN_STATE_OFFSET);
        requireField(
                CheckedWord.isValid(openState), path, "openState", "a self-checking word", Long.toHexString(openState));
        long fileBytes = Files.size(path);
        if (fileBytes < RegionLayout.fileBytes(lengthBytes)) {
            throw new RegionException.Truncated(path, RegionLayout.fileBytes(lengthBytes), fileBytes);
        }
        return RegionLayout.read(header);
    }

    private static void requireField(boolean valid, Path path, String field, String expected, String found) {
        if (!valid) {
            throw new RegionException.Corrupt(path, field, RegionLayout.offsetOf(field), expected, found);
        }
    }
}
