package org.failuretransparency.rio;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32C;
import org.failuretransparency.os.OpenFile;

/// The image of a safe sync as a file: writing it whole, checking it whole, and finding the regions in it
/// ([ImageLayout]).
final class ImageFile {

    private static final long CHUNK_BYTES = 1L << 20;

    private ImageFile() {}

    /// Where one region's file lies in an image.
    record Entry(String name, long fileOffset, long fileBytes) {}

    /// Writes the files, whose owner the caller is, to a new image, and gives it its name when it is whole and forced.
    static void write(SortedMap<String, OpenFile> files, Path image) throws IOException {
        Path absolute = image.toAbsolutePath();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("not a file name: image=" + image);
        }
        Directory directory = Directory.at(parent, true);
        long totalBytes = ImageLayout.HEADER_BYTES;
        for (Map.Entry<String, OpenFile> region : files.entrySet()) {
            totalBytes += ImageLayout.ENTRY_BYTES
                    + ImageLayout.padded(bytesOf(region.getKey()).length)
                    + Files.size(region.getValue().path());
        }
        try (OpenFile _ = directory.lock()) {
            try (OpenFile file = directory.create(absolute, totalBytes)) {
                writeBody(file, files);
                int bodyCheck = bodyCheck(file, totalBytes);
                writeHeader(file, totalBytes, files.size(), bodyCheck);
                file.syncData();
                directory.finish(absolute);
            } finally {
                Files.deleteIfExists(directory.unfinished(absolute));
            }
        }
    }

    private static void writeBody(OpenFile file, SortedMap<String, OpenFile> files) throws IOException {
        long offset = ImageLayout.HEADER_BYTES;
        for (Map.Entry<String, OpenFile> region : files.entrySet()) {
            byte[] name = bytesOf(region.getKey());
            long fileBytes = Files.size(region.getValue().path());
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment entry = arena.allocate(ImageLayout.ENTRY_BYTES + ImageLayout.padded(name.length), 8);
                ImageLayout.writeEntry(entry, fileBytes, name.length);
                MemorySegment.copy(name, 0, entry, ValueLayout.JAVA_BYTE, ImageLayout.ENTRY_BYTES, name.length);
                file.write(offset, entry.address(), entry.byteSize());
                offset += entry.byteSize();
            }
            copy(region.getValue(), 0, file, offset, fileBytes);
            offset += fileBytes;
        }
    }

    private static void writeHeader(OpenFile file, long totalBytes, int regions, int bodyCheck) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(ImageLayout.HEADER_BYTES, 8);
            long savedMillis = Instant.now().toEpochMilli();
            ImageLayout.write(header, new ImageLayout.Header(totalBytes, savedMillis, regions, bodyCheck));
            file.write(0, header.address(), header.byteSize());
        }
    }

    /// Checks every byte of an image; returns its regions.
    static List<Entry> validate(OpenFile image) throws IOException {
        Path path = image.path();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(ImageLayout.HEADER_BYTES, 8);
            long read = image.read(0, header);
            long magic = ImageLayout.magic(header);
            if (read < Long.BYTES || magic != ImageLayout.MAGIC) {
                throw new RegionException.NotAnImage(path, ImageLayout.MAGIC, magic);
            }
            if (read < ImageLayout.HEADER_BYTES) {
                throw new RegionException.Truncated(path, ImageLayout.HEADER_BYTES, read);
            }
            int version = ImageLayout.version(header);
            if (version != ImageLayout.VERSION) {
                throw new RegionException.UnsupportedVersion(
                        path, ImageLayout.offsetOf("version"), ImageLayout.VERSION, version);
            }
            requireCheck(path, "headerCheck", ImageLayout.check(header), ImageLayout.headerCheck(header));
            ImageLayout.Header values = ImageLayout.read(header);
            long fileBytes = Files.size(path);
            if (fileBytes < values.totalBytes()) {
                throw new RegionException.Truncated(path, values.totalBytes(), fileBytes);
            }
            if (fileBytes > values.totalBytes()) {
                throw new RegionException.Corrupt(
                        path,
                        "totalBytes",
                        ImageLayout.offsetOf("totalBytes"),
                        Long.toString(fileBytes),
                        Long.toString(values.totalBytes()));
            }
            requireCheck(path, "bodyCheck", bodyCheck(image, values.totalBytes()), values.bodyCheck());
            return entries(image, values.regions());
        }
    }

    /// The header of a region in an image that is valid.
    static RegionLayout.Header regionHeader(OpenFile image, Entry entry) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(RegionLayout.HEADER_BYTES, 8);
            image.read(entry.fileOffset(), header);
            return RegionLayout.read(header);
        }
    }

    static void copy(OpenFile from, long fromOffset, OpenFile to, long toOffset, long lengthBytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(CHUNK_BYTES, 8);
            for (long done = 0; done < lengthBytes; done += CHUNK_BYTES) {
                MemorySegment part = chunk.asSlice(0, Math.min(CHUNK_BYTES, lengthBytes - done));
                from.read(fromOffset + done, part);
                to.write(toOffset + done, part.address(), part.byteSize());
            }
        }
    }

    private static List<Entry> entries(OpenFile image, int regions) {
        List<Entry> entries = new ArrayList<>();
        long offset = ImageLayout.HEADER_BYTES;
        for (int i = 0; i < regions; i++) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment entry = arena.allocate(ImageLayout.ENTRY_BYTES, 8);
                image.read(offset, entry);
                long nameBytes = ImageLayout.nameBytes(entry);
                MemorySegment name = arena.allocate(nameBytes, 1);
                image.read(offset + ImageLayout.ENTRY_BYTES, name);
                offset += ImageLayout.ENTRY_BYTES + ImageLayout.padded(nameBytes);
                String text = new String(name.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
                entries.add(new Entry(text, offset, ImageLayout.fileBytes(entry)));
                offset += ImageLayout.fileBytes(entry);
            }
        }
        return entries;
    }

    private static int bodyCheck(OpenFile image, long totalBytes) {
        CRC32C crc = new CRC32C();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(CHUNK_BYTES, 8);
            for (long offset = ImageLayout.HEADER_BYTES; offset < totalBytes; offset += CHUNK_BYTES) {
                MemorySegment part = chunk.asSlice(0, Math.min(CHUNK_BYTES, totalBytes - offset));
                image.read(offset, part);
                crc.update(part.asByteBuffer());
            }
        }
        return (int) crc.getValue();
    }

    private static void requireCheck(Path path, String field, int expected, int found) {
        if (expected != found) {
            throw new RegionException.Corrupt(
                    path,
                    field,
                    ImageLayout.offsetOf(field),
                    Integer.toHexString(expected),
                    Integer.toHexString(found));
        }
    }

    private static byte[] bytesOf(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
