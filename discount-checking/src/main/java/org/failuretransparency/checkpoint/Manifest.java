package org.failuretransparency.checkpoint;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Program;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.StorageKind;

/// The file that the user names: whose checkpoint it is. It is created last and removed first, so that a checkpoint is
/// there exactly if its manifest is; and whoever has it open owns the process.
/// ```
/// off  len  field       meaning
///   0    4  version     1
///   4    4  check       CRC-32C of bytes 0..3 and 8..319
///   8   16  storage     the label of its kind, such as `rio`; ASCII, zero-terminated
///  24    8  program     version of the program
///  32    8  dataBytes
///  40    8  heapBytes
///  48    8  stackBytes
///  56  256  name        of the program; UTF-8, zero-terminated
/// 312    8  fileLog     which undo log of file operations belongs to it
/// ```
final class Manifest {

    static final RegionType TYPE = RegionType.database("DCHECKPT");

    static final int VERSION = 1;

    private static final int STORAGE_BYTES = 16;
    private static final int NAME_BYTES = 256;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final MemoryLayout LAYOUT = MemoryLayout.structLayout(
            INT.withName("version"),
            INT.withName("check"),
            MemoryLayout.sequenceLayout(STORAGE_BYTES, ValueLayout.JAVA_BYTE).withName("storage"),
            LONG.withName("program"),
            LONG.withName("dataBytes"),
            LONG.withName("heapBytes"),
            LONG.withName("stackBytes"),
            MemoryLayout.sequenceLayout(NAME_BYTES, ValueLayout.JAVA_BYTE).withName("name"),
            LONG.withName("fileLog"));

    private Manifest() {}

    static long offsetOf(String field) {
        return LAYOUT.byteOffset(groupElement(field));
    }

    /// Makes the manifest of a program's checkpoint, whose other files are whole, and opens it.
    static Region create(Regions regions, String name, Program program, long fileLog) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[(int) LAYOUT.byteSize()]);
        byte[] programName = program.name().getBytes(StandardCharsets.UTF_8);
        if (programName.length >= NAME_BYTES) {
            throw new IllegalArgumentException("program's name is too long: name=" + program.name() + ", bytes="
                    + programName.length + ", expected<" + NAME_BYTES);
        }
        MemorySegment.copy(programName, 0, bytes, ValueLayout.JAVA_BYTE, offsetOf("name"), programName.length);
        bytes.set(INT, 0, VERSION);
        bytes.setString(offsetOf("storage"), regions.kind().label());
        bytes.set(LONG, offsetOf("program"), program.version());
        bytes.set(LONG, offsetOf("dataBytes"), program.space().dataBytes());
        bytes.set(LONG, offsetOf("heapBytes"), program.space().heapBytes());
        bytes.set(LONG, offsetOf("stackBytes"), program.space().stackBytes());
        bytes.set(LONG, offsetOf("fileLog"), fileLog);
        bytes.set(INT, offsetOf("check"), check(bytes));
        return regions.create(name, TYPE, LAYOUT.byteSize(), bytes.toArray(ValueLayout.JAVA_BYTE));
    }

    /// Opens the manifest and refuses a checkpoint that is not this program's. It is never changed, so that it is as it
    /// was whatever is refused later.
    static Region open(Regions regions, String name, Program program) {
        Region region = regions.view(name, TYPE);
        try {
            requireOf(program, regions.kind(), region);
            return region;
        } catch (RuntimeException e) {
            region.close();
            throw e;
        }
    }

    private static void requireOf(Program program, StorageKind kind, Region region) {
        MemorySegment bytes = region.segment();
        Path path = region.path();
        if (region.lengthBytes() != LAYOUT.byteSize()) {
            throw new CheckpointException.Corrupt(path, "lengthBytes", LAYOUT.byteSize(), region.lengthBytes());
        }
        int version = bytes.get(INT, 0);
        if (version != VERSION) {
            throw new CheckpointException.UnsupportedVersion(path, VERSION, version);
        }
        int check = bytes.get(INT, offsetOf("check"));
        if (check != check(bytes)) {
            throw new CheckpointException.Corrupt(path, "check", check(bytes), check);
        }
        String storage = bytes.getString(offsetOf("storage"));
        if (!storage.equals(kind.label())) {
            throw new CheckpointException.OtherStorage(path, kind.label(), storage);
        }
        String name = bytes.getString(offsetOf("name"));
        AddressSpace space = new AddressSpace(
                bytes.get(LONG, offsetOf("dataBytes")),
                bytes.get(LONG, offsetOf("heapBytes")),
                bytes.get(LONG, offsetOf("stackBytes")));
        if (!name.equals(program.name())) {
            throw new CheckpointException.OtherProgram(path, "program=" + program.name(), "program=" + name);
        }
        long programVersion = bytes.get(LONG, offsetOf("program"));
        if (programVersion != program.version()) {
            throw new CheckpointException.OtherVersion(path, name, program.version(), programVersion);
        }
        if (!space.equals(program.space())) {
            throw new CheckpointException.OtherProgram(path, program.space().toString(), space.toString());
        }
    }

    /// Which undo log of file operations belongs to the checkpoint.
    static long fileLog(Region manifest) {
        return manifest.segment().get(LONG, offsetOf("fileLog"));
    }

    private static int check(MemorySegment bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.asSlice(0, offsetOf("check")).toArray(ValueLayout.JAVA_BYTE));
        crc.update(bytes.asSlice(offsetOf("storage"), LAYOUT.byteSize() - offsetOf("storage"))
                .toArray(ValueLayout.JAVA_BYTE));
        return (int) crc.getValue();
    }
}
