package org.failuretransparency.workloads.jpeg;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;

/// What the program computes, in plain Java: whole pictures, a value at a time, bits as text. It shares the painter,
/// the cosine transforms and the tables, which have tests of their own, and never decodes.
final class PlainCodec {

    private static final int SUMMED_BYTES = 16 << 10;

    private final Geometry geometry;
    private final byte[] source;
    private final int[] tables;
    private final StringBuilder bits = new StringBuilder();
    private final int[][] planes = new int[3][];
    private final int[] last = new int[3];

    private PlainCodec(Geometry geometry, byte[] source, int quality) {
        this.geometry = geometry;
        this.source = source;
        this.tables = Quantisation.tables(quality);
    }

    /// The lines that the program writes.
    static String lines(Codec.Settings settings) {
        Geometry geometry = new Geometry(settings.width(), settings.height());
        Painter painter = new Painter(settings.seed(), geometry);
        StringBuilder lines = new StringBuilder();
        long bytes = 0;
        long total = 0;
        for (int picture = 0; picture < settings.pictures(); picture++) {
            byte[] source = new byte[(int) geometry.pictureBytes()];
            painter.paint(picture, 0, settings.height(), source);
            for (int quality : settings.qualities()) {
                PlainCodec codec = new PlainCodec(geometry, source, quality);
                byte[] file = codec.compress();
                byte[] decoded = codec.decompress();
                long checksum = checksum(file, decoded, geometry.pixelRowBytes() * 16);
                bytes += file.length;
                total = Long.rotateLeft(total, 1) ^ checksum;
                lines.append(line(picture, quality, file, source, decoded, checksum));
            }
        }
        int files = settings.pictures() * settings.qualities().size();
        return lines
                + "pictures=%d, files=%d, bytes=%d, checksum=%016x\n"
                        .formatted(settings.pictures(), files, bytes, total);
    }

    private static String line(int picture, int quality, byte[] file, byte[] source, byte[] decoded, long checksum) {
        long squared = 0;
        int largest = 0;
        for (int at = 0; at < source.length; at++) {
            int error = (source[at] & 0xFF) - (decoded[at] & 0xFF);
            squared += (long) error * error;
            largest = Math.max(largest, Math.abs(error));
        }
        int ratio = Comparison.decibelHundredths(squared, source.length);
        return "picture=%d, kind=%s, quality=%d, bytes=%d, psnr=%d.%02d, largest error=%d, checksum=%016x\n"
                .formatted(
                        picture,
                        Painter.kind(picture),
                        quality,
                        file.length,
                        ratio / 100,
                        ratio % 100,
                        largest,
                        checksum);
    }

    private static long checksum(byte[] file, byte[] decoded, int chunk) {
        long sum = 0;
        for (int at = 0; at < decoded.length; at += chunk) {
            sum = checksum(sum, Arrays.copyOfRange(decoded, at, Math.min(decoded.length, at + chunk)));
        }
        for (int at = 0; at < file.length; at += SUMMED_BYTES) {
            sum = checksum(sum, Arrays.copyOfRange(file, at, Math.min(file.length, at + SUMMED_BYTES)));
        }
        return sum;
    }

    private static long checksum(long before, byte[] bytes) {
        ByteBuffer left = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long sum = before;
        while (left.hasRemaining()) {
            long next = left.remaining() >= 8 ? left.getLong() : left.get();
            sum = Long.rotateLeft((sum ^ next) * 0x100000001B3L, 29);
        }
        return sum;
    }

    private byte[] compress() {
        Arrays.setAll(planes, component -> new int[64 * geometry.mcuColumns() * geometry.mcuRows() * 4]);
        for (int row = 0; row < geometry.mcuRows(); row++) {
            for (int column = 0; column < geometry.mcuColumns(); column++) {
                block(0, 2 * column, 2 * row);
                block(0, 2 * column + 1, 2 * row);
                block(0, 2 * column, 2 * row + 1);
                block(0, 2 * column + 1, 2 * row + 1);
                block(1, column, row);
                block(2, column, row);
            }
        }
        while (bits.length() % 8 != 0) {
            bits.append('1');
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(FileHeader.of(geometry, tables));
        for (int at = 0; at < bits.length(); at += 8) {
            int value = Integer.parseInt(bits.substring(at, at + 8), 2);
            out.write(value);
            if (value == 255) {
                out.write(0);
            }
        }
        out.write(0xFF);
        out.write(0xD9);
        return out.toByteArray();
    }

    /// Transforms, quantises and codes a block, and keeps what a decoder makes of it.
    private void block(int component, int column, int row) {
        int[] block = new int[64];
        for (int at = 0; at < 64; at++) {
            int x = 8 * column + at % 8;
            int y = 8 * row + at / 8;
            block[at] = (component == 0 ? luma(x, y) : chroma(component, x, y)) - 128;
        }
        ForwardDct.transform(block);
        int table = component == 0 ? 0 : 64;
        int[] quantised = new int[64];
        int[] decoded = new int[64];
        for (int index = 0; index < 64; index++) {
            int step = 8 * tables[table + index];
            int value = block[Quantisation.natural(index)];
            quantised[index] = Integer.signum(value) * ((Math.abs(value) + step / 2) / step);
            decoded[Quantisation.natural(index)] = quantised[index] * tables[table + index];
        }
        code(quantised, component);
        InverseDct.transform(decoded);
        for (int at = 0; at < 64; at++) {
            planes[component][(8 * row + at / 8) * stride(component) + 8 * column + at % 8] = decoded[at];
        }
    }

    private int stride(int component) {
        return component == 0 ? geometry.lumaStride() : geometry.chromaStride();
    }

    private int pixel(int x, int y, int channel) {
        int column = Math.min(x, geometry.width() - 1);
        int row = Math.min(y, geometry.height() - 1);
        return source[(row * geometry.width() + column) * 3 + channel] & 0xFF;
    }

    private int luma(int x, int y) {
        return 19595 * pixel(x, y, 0) + 38470 * pixel(x, y, 1) + 7471 * pixel(x, y, 2) + 32768 >> 16;
    }

    private int chroma(int component, int x, int y) {
        int sum = 128 * 4 * 65536 + 2 * 65536 - 1;
        for (int part = 0; part < 4; part++) {
            int r = pixel(2 * x + part % 2, 2 * y + part / 2, 0);
            int g = pixel(2 * x + part % 2, 2 * y + part / 2, 1);
            int b = pixel(2 * x + part % 2, 2 * y + part / 2, 2);
            sum += component == 1 ? 32768 * b - 11059 * r - 21709 * g : 32768 * r - 27439 * g - 5329 * b;
        }
        return sum >> 18;
    }

    private void code(int[] block, int component) {
        HuffmanTable dc = component == 0 ? HuffmanTable.LUMA_DC : HuffmanTable.CHROMA_DC;
        HuffmanTable ac = component == 0 ? HuffmanTable.LUMA_AC : HuffmanTable.CHROMA_AC;
        int difference = block[0] - last[component];
        last[component] = block[0];
        append(dc, 0, difference);
        int end = 63;
        while (end > 0 && block[end] == 0) {
            end--;
        }
        int zeros = 0;
        for (int index = 1; index <= end; index++) {
            if (block[index] == 0) {
                zeros++;
            } else {
                for (int sixteen = 0; sixteen < zeros / 16; sixteen++) {
                    append(ac, 15, 0);
                }
                append(ac, zeros % 16, block[index]);
                zeros = 0;
            }
        }
        if (end < 63) {
            append(ac, 0, 0);
        }
    }

    private void append(HuffmanTable table, int zeros, int value) {
        int size = Integer.toBinaryString(Math.abs(value)).length();
        if (value == 0) {
            size = 0;
        }
        int symbol = 16 * zeros + size;
        bits.append(text(table.code(symbol), table.length(symbol)));
        bits.append(text(value < 0 ? value + (1 << size) - 1 : value, size));
    }

    private static String text(int value, int length) {
        return length == 0 ? "" : Integer.toBinaryString(1 << length | value).substring(1);
    }

    private byte[] decompress() {
        byte[] decoded = new byte[source.length];
        for (int y = 0; y < geometry.height(); y++) {
            for (int x = 0; x < geometry.width(); x++) {
                double luma = planes[0][y * geometry.lumaStride() + x];
                int blue = upsampled(1, x, y) - 128;
                int red = upsampled(2, x, y) - 128;
                int at = 3 * (y * geometry.width() + x);
                decoded[at] = rounded(luma + 91881 / 65536.0 * red);
                decoded[at + 1] = rounded(luma - 22554 / 65536.0 * blue - 46802 / 65536.0 * red);
                decoded[at + 2] = rounded(luma + 116130 / 65536.0 * blue);
            }
        }
        return decoded;
    }

    private static byte rounded(double value) {
        return (byte) Math.clamp((long) Math.floor(value + 0.5), 0, 255);
    }

    /// The sample of chroma at a pixel: 9, 3, 3 and 1 sixteenths of those around it.
    private int upsampled(int component, int x, int y) {
        IntBinaryOperator sample = (column, row) -> {
            int atColumn = Math.clamp(column, 0, geometry.chromaWidth() - 1);
            int atRow = Math.clamp(row, 0, geometry.chromaHeight() - 1);
            return planes[component][atRow * geometry.chromaStride() + atColumn];
        };
        int side = x % 2 == 0 ? -1 : 1;
        int above = y % 2 == 0 ? -1 : 1;
        int sum = 9 * sample.applyAsInt(x / 2, y / 2)
                + 3 * sample.applyAsInt(x / 2 + side, y / 2)
                + 3 * sample.applyAsInt(x / 2, y / 2 + above)
                + sample.applyAsInt(x / 2 + side, y / 2 + above);
        return (sum + (x % 2 == 0 ? 8 : 7)) / 16;
    }
}
