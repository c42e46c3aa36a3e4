package org.failuretransparency.rio;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.failuretransparency.os.OpenFile;

/// A region's file from outside: writing its header, and checking it before anything is mapped or changed.
final class RegionFile {

    private static final long CHUNK_BYTES = 1L << 20;

    private RegionFile() {}

    static void initialize(OpenFile file, UUID id, String content, long lengthBytes, Instant created) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(RegionLayout.HEADER_BYTES, 8);
            RegionLayout.write(
                    header, new RegionLayout.Header(id, content, lengthBytes, false), created.toEpochMilli());
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

    /// Reads the header and checks it, and the file's length, against what `content` and this version expect.
    static RegionLayout.Header validate(OpenFile file, long fileBytes, String content) {
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
                        path, "headerCheck", RegionLayout.CHECK_OFFSET, hex(check), hex(found));
            }
            long lengthBytes = RegionLayout.getLong(header, RegionLayout.LENGTH_OFFSET);
            if (fileBytes < RegionLayout.fileBytes(lengthBytes)) {
                throw new RegionException.Truncated(path, RegionLayout.fileBytes(lengthBytes), fileBytes);
            }
            return contents(header, path, content, lengthBytes);
        }
    }

    private static RegionLayout.Header contents(MemorySegment header, Path path, String content, long lengthBytes) {
        String found = RegionLayout.content(header);
        if (!found.equals(content)) {
            throw new RegionException.OtherContent(path, content, found);
        }
        long openState = RegionLayout.getLong(header, RegionLayout.OPEN_STATE_OFFSET);
        if (!CheckedWord.isValid(openState)) {
            throw new RegionException.Corrupt(
                    path,
                    "openState",
                    RegionLayout.OPEN_STATE_OFFSET,
                    "a self-checking word",
                    Long.toHexString(openState));
        }
        UUID id = new UUID(
                RegionLayout.getLong(header, RegionLayout.ID_HIGH_OFFSET),
                RegionLayout.getLong(header, RegionLayout.ID_LOW_OFFSET));
        boolean open = CheckedWord.state(openState) == RegionLayout.STATE_OPEN;
        return new RegionLayout.Header(id, found, lengthBytes, open);
    }

    private static String hex(int value) {
        return Integer.toHexString(value);
    }
}
