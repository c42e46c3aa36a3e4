package org.failuretransparency.workloads.jpeg;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.os.Errno;

/// The guest program `ijpeg`: paints pictures, compresses each at several qualities into a file in memory, decompresses
/// that, and compares the result with the picture. Files are complete baseline JFIF files. All of a picture is in
/// blocks of the heap, which are allocated before the first and freed after the last quality; a file is a block of its
/// own, which is replaced by one of twice the length when it is full.
///
/// A step does one stage for one MCU row ([RowStages]). After each decompression there is a line on descriptor 1; when
/// what was decoded is not what was coded, or there is no room, one that says so, and status 1.
///
/// **Source**: §5.4.2, the workload of Figure 5.3.
public final class Codec {

    /// What to compress.
    ///
    /// @param width of every picture, 16 to 768 pixels: a step's time is in proportion to it
    /// @param height of every picture, 16 to 1024 pixels
    /// @param pictures from 1 to 999,999
    /// @param qualities at which each is compressed, 1 to 16 of them, each from 1 (smallest file) to 100
    /// @param seed of the pictures
    public record Settings(int width, int height, int pictures, List<Integer> qualities, long seed) {

        /// About ten seconds; a picture takes 2.5 MB.
        public static final Settings DEFAULT = new Settings(512, 384, 300, List.of(90, 75, 50, 25), 1);

        private static final int MIN_SIDE = 16;
        private static final int MAX_WIDTH = 768;
        private static final int MAX_HEIGHT = 1024;
        private static final int MAX_PICTURES = 999_999;
        private static final int MAX_QUALITIES = 16;

        public Settings {
            if (width < MIN_SIDE || width > MAX_WIDTH || height < MIN_SIDE || height > MAX_HEIGHT) {
                throw new IllegalArgumentException(
                        "not within 16x16 to 768x1024 pixels: width=" + width + ", height=" + height);
            }
            if (pictures < 1 || pictures > MAX_PICTURES) {
                throw new IllegalArgumentException("pictures not within 1 to 999999: pictures=" + pictures);
            }
            qualities = List.copyOf(qualities);
            if (qualities.isEmpty() || qualities.size() > MAX_QUALITIES || !allWithin(qualities)) {
                throw new IllegalArgumentException("not 1 to 16 qualities from 1 to 100: qualities=" + qualities);
            }
        }

        private static boolean allWithin(List<Integer> qualities) {
            return qualities.stream()
                    .allMatch(quality -> quality >= Quantisation.MIN_QUALITY && quality <= Quantisation.MAX_QUALITY);
        }
    }

    private static final long VERSION = 1;
    private static final int FIRST_FILE_BYTES = 16 << 10;
    /// Of a file, for each pixel; grain at quality 100 takes less than 3.
    private static final int LARGEST_FILE_BYTES_A_PIXEL = 4;

    private static final int SUMMED_BYTES = 16 << 10;

    private static final String NO_ROOM = "no room";
    private static final String DIFFERENT = "decoded coefficients differ from those that were coded";

    /// Points of the routine. From CONVERT to COMPARE each is gone through for all MCU rows.
    private static final int ALLOCATE = 0;

    private static final int PAINT = 1;
    private static final int BEGIN = 2;
    private static final int CONVERT = 3;
    private static final int TRANSFORM = 4;
    private static final int ENCODE = 5;
    private static final int END_FILE = 6;
    static final int DECODE = 7;
    private static final int REBUILD = 8;
    private static final int COMPARE = 9;
    private static final int SUM = 10;
    private static final int REPORT = 11;
    private static final int NEXT = 12;
    private static final int WRITE = 13;
    private static final int WRITTEN = 14;

    /// Its locals.
    private static final int PICTURE = 0;

    private static final int QUALITY = 1;
    private static final int ROW = 2;
    private static final int DONE = 3;
    private static final int ENDING = 4;
    private static final int STATUS = 5;
    private static final int LOCALS = 6;

    private final Settings settings;
    private final Geometry geometry;
    private final RowStages stages;
    /// The lengths of the blocks whose addresses begin the state.
    private final long[] blockBytes;

    private Codec(Settings settings) {
        this.settings = settings;
        this.geometry = new Geometry(settings.width(), settings.height());
        this.stages = new RowStages(geometry, new Painter(settings.seed(), geometry));
        this.blockBytes = new long[] {
            geometry.pictureBytes(),
            geometry.lumaBytes(),
            geometry.chromaBytes(),
            geometry.chromaBytes(),
            geometry.coefficientBytes(),
            geometry.lumaBytes(),
            geometry.chromaBytes(),
            geometry.chromaBytes(),
            geometry.pictureBytes()
        };
    }

    public static Program program(Settings settings) {
        Codec codec = new Codec(settings);
        return new Program(
                "ijpeg",
                VERSION,
                new AddressSpace(StateLayout.STATE.byteSize(), codec.heapBytes(), AddressSpace.PAGE_BYTES),
                List.of(new Program.Entry("main", LOCALS, codec::main)),
                0);
    }

    /// Room for the blocks of two pictures, since those of one that was begun before a checkpoint stay allocated until
    /// the next one, and the same for files with those that they replace.
    private long heapBytes() {
        long blocks = 0;
        for (long bytes : blockBytes) {
            blocks += bytes + AddressSpace.PAGE_BYTES;
        }
        long pixels = (long) geometry.width() * geometry.height();
        long file = Math.max(FIRST_FILE_BYTES, Long.highestOneBit(LARGEST_FILE_BYTES_A_PIXEL * pixels) * 2);
        return 2 * blocks + 4 * file;
    }

    private void main(Guest g) {
        switch (g.point()) {
            case ALLOCATE -> allocate(g);
            case PAINT -> {
                stages.paint(g.memory(), (int) g.local(PICTURE), row(g));
                nextRow(g, PAINT);
            }
            case BEGIN -> begin(g);
            case CONVERT -> {
                stages.convert(g.memory(), row(g));
                nextRow(g, CONVERT);
            }
            case TRANSFORM -> {
                stages.transform(g.memory(), row(g));
                nextRow(g, TRANSFORM);
            }
            case ENCODE -> encode(g);
            case END_FILE -> endFile(g);
            case DECODE -> {
                if (stages.decode(g.memory(), row(g))) {
                    nextRow(g, DECODE);
                } else {
                    fail(g, DIFFERENT);
                }
            }
            case REBUILD -> {
                stages.rebuild(g.memory(), row(g));
                nextRow(g, REBUILD);
            }
            case COMPARE -> {
                stages.compare(g.memory(), row(g));
                nextRow(g, COMPARE);
            }
            case SUM -> sum(g);
            case REPORT -> report(g);
            case NEXT -> next(g);
            case WRITE -> write(g);
            default -> written(g);
        }
    }

    private static int row(Guest g) {
        return (int) g.local(ROW);
    }

    /// The stage goes on with its next row, or the one behind it begins.
    private void nextRow(Guest g, int stage) {
        int next = row(g) + 1;
        boolean more = next < geometry.mcuRows();
        g.local(ROW, more ? next : 0);
        g.resumeAt(more ? stage : stage + 1);
    }

    private void allocate(Guest g) {
        for (int block = 0; block < blockBytes.length; block++) {
            long address = g.malloc(blockBytes[block]);
            if (address == 0) {
                fail(g, NO_ROOM);
                return;
            }
            g.memory().putLong((long) block * Long.BYTES, address);
        }
        g.resumeAt(PAINT);
    }

    /// Begins a file of the next quality.
    private void begin(Guest g) {
        Memory memory = g.memory();
        int[] tables = Quantisation.tables(settings.qualities().get((int) g.local(QUALITY)));
        byte[] header = FileHeader.of(geometry, tables);
        long file = g.malloc(FIRST_FILE_BYTES);
        if (file == 0) {
            fail(g, NO_ROOM);
            return;
        }
        memory.put(file, header, 0, header.length);
        memory.fill(StateLayout.FILE, StateLayout.TOTAL_BYTES - StateLayout.FILE, (byte) 0);
        memory.putLong(StateLayout.FILE, file);
        memory.putLong(StateLayout.FILE_BYTES, header.length);
        memory.putLong(StateLayout.FILE_ROOM, FIRST_FILE_BYTES);
        memory.putLong(StateLayout.POSITION, header.length);
        for (int index = 0; index < tables.length; index++) {
            memory.putInt(StateLayout.TABLES + (long) index * Integer.BYTES, tables[index]);
        }
        g.resumeAt(CONVERT);
    }

    private void encode(Guest g) {
        stages.encode(g.memory(), row(g));
        if (append(g, stages.coded().buffer(), stages.coded().length())) {
            nextRow(g, ENCODE);
        } else {
            fail(g, NO_ROOM);
        }
    }

    private void endFile(Guest g) {
        byte[] end = {(byte) (FileHeader.END_OF_IMAGE >>> Byte.SIZE), (byte) FileHeader.END_OF_IMAGE};
        if (append(g, end, end.length)) {
            Memory memory = g.memory();
            memory.putLong(StateLayout.BITS, 0); // the coder becomes a decoder
            memory.putInt(StateLayout.BIT_COUNT, 0);
            memory.fill(StateLayout.PREDICTORS, StateLayout.POSITION - StateLayout.PREDICTORS, (byte) 0);
            g.resumeAt(DECODE);
        } else {
            fail(g, NO_ROOM);
        }
    }

    /// Appends to the file; false if there is no room.
    private static boolean append(Guest g, byte[] bytes, int count) {
        Memory memory = g.memory();
        long used = memory.getLong(StateLayout.FILE_BYTES);
        long room = memory.getLong(StateLayout.FILE_ROOM);
        long file = memory.getLong(StateLayout.FILE);
        if (used + count > room) {
            while (used + count > room) {
                room *= 2;
            }
            long larger = g.malloc(room);
            if (larger == 0) {
                return false;
            }
            memory.writable(larger, used).copyFrom(memory.readable(file, used));
            g.free(file);
            file = larger;
            memory.putLong(StateLayout.FILE, file);
            memory.putLong(StateLayout.FILE_ROOM, room);
        }
        memory.put(file + used, bytes, 0, count);
        memory.putLong(StateLayout.FILE_BYTES, used + count);
        return true;
    }

    /// Adds the file to the checksum, 16 KB a step.
    private void sum(Guest g) {
        Memory memory = g.memory();
        long at = (long) row(g) * SUMMED_BYTES;
        int count = (int) Math.min(SUMMED_BYTES, memory.getLong(StateLayout.FILE_BYTES) - at);
        byte[] bytes = new byte[SUMMED_BYTES];
        memory.get(memory.getLong(StateLayout.FILE) + at, bytes, 0, count);
        memory.putLong(StateLayout.CHECKSUM, Comparison.checksum(memory.getLong(StateLayout.CHECKSUM), bytes, count));
        boolean more = count == SUMMED_BYTES;
        g.local(ROW, more ? row(g) + 1 : 0);
        g.resumeAt(more ? SUM : REPORT);
    }

    /// Says what became of the picture.
    private void report(Guest g) {
        Memory memory = g.memory();
        long fileBytes = memory.getLong(StateLayout.FILE_BYTES);
        long checksum = memory.getLong(StateLayout.CHECKSUM);
        int ratio = Comparison.decibelHundredths(memory.getLong(StateLayout.SQUARED_ERROR), geometry.pictureBytes());
        memory.putLong(StateLayout.TOTAL_BYTES, memory.getLong(StateLayout.TOTAL_BYTES) + fileBytes);
        memory.putLong(StateLayout.TOTAL, Long.rotateLeft(memory.getLong(StateLayout.TOTAL), 1) ^ checksum);
        int picture = (int) g.local(PICTURE);
        say(
                g,
                Report.line(
                        picture,
                        settings.qualities().get((int) g.local(QUALITY)),
                        fileBytes,
                        ratio,
                        memory.getLong(StateLayout.LARGEST_ERROR),
                        checksum));
    }

    /// Frees the file, and goes on with the next quality; or frees the picture's blocks too, and goes on with the next
    /// picture, or ends.
    private void next(Guest g) {
        Memory memory = g.memory();
        g.free(memory.getLong(StateLayout.FILE));
        long quality = g.local(QUALITY) + 1;
        if (quality < settings.qualities().size()) {
            g.local(QUALITY, quality);
            g.resumeAt(BEGIN);
            return;
        }
        for (int block = 0; block < blockBytes.length; block++) {
            g.free(memory.getLong((long) block * Long.BYTES));
        }
        long picture = g.local(PICTURE) + 1;
        g.local(PICTURE, picture);
        g.local(QUALITY, 0);
        if (picture < settings.pictures()) {
            g.resumeAt(ALLOCATE);
        } else {
            g.local(ENDING, 1);
            say(
                    g,
                    Report.total(
                            picture,
                            picture * settings.qualities().size(),
                            memory.getLong(StateLayout.TOTAL_BYTES),
                            memory.getLong(StateLayout.TOTAL)));
        }
    }

    private static void fail(Guest g, String reason) {
        g.local(ENDING, 1);
        g.local(STATUS, 1);
        say(g, "ijpeg: " + reason + ": picture=" + g.local(PICTURE) + ", quality number=" + g.local(QUALITY) + "\n");
    }

    private static void say(Guest g, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        g.memory().put(StateLayout.OUTPUT, bytes, 0, bytes.length);
        g.memory().putLong(StateLayout.OUTPUT_BYTES, bytes.length);
        g.local(DONE, 0);
        g.resumeAt(WRITE);
    }

    private static void write(Guest g) {
        long done = g.local(DONE);
        g.resumeAt(WRITTEN);
        g.request(
                SystemCalls.WRITE,
                1,
                StateLayout.OUTPUT + done,
                g.memory().getLong(StateLayout.OUTPUT_BYTES) - done,
                0);
    }

    private static void written(Guest g) {
        long result = g.result();
        if (result < 0 && result != -Errno.EINTR) {
            g.exit(1);
            return;
        }
        long done = g.local(DONE) + Math.max(0, result);
        g.local(DONE, done);
        if (done < g.memory().getLong(StateLayout.OUTPUT_BYTES)) {
            g.resumeAt(WRITE);
        } else if (g.local(ENDING) != 0) {
            g.exit((int) g.local(STATUS));
        } else {
            g.resumeAt(NEXT);
        }
    }
}
