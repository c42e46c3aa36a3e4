package org.failuretransparency.workloads.jpeg;

import java.util.HexFormat;

/// The lines that the program writes.
final class Report {

    private static final HexFormat HEX = HexFormat.of();

    private Report() {}

    /// After a decompression. The ratio is in hundredths of a decibel.
    static String line(int picture, int quality, long fileBytes, int ratio, long largestError, long checksum) {
        return "picture=" + picture + ", kind=" + Painter.kind(picture) + ", quality=" + quality + ", bytes="
                + fileBytes + ", psnr=" + ratio / 100 + "." + ratio / 10 % 10 + ratio % 10 + ", largest error="
                + largestError + ", checksum=" + HEX.toHexDigits(checksum) + "\n";
    }

    /// At the end.
    static String total(long pictures, long files, long fileBytes, long checksum) {
        return "pictures=" + pictures + ", files=" + files + ", bytes=" + fileBytes + ", checksum="
                + HEX.toHexDigits(checksum) + "\n";
    }
}
