package org.failuretransparency.rio;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// A disk drive's parameters, read from `drives.properties`, where each says where it comes from.
///
/// @param model name of the drive
/// @param rotationNanos one turn of the spindle
/// @param averageSeekNanos mean seek between two cylinders drawn at random
/// @param trackSeekNanos seek to the next cylinder
/// @param overheadNanos controller and bus time of a request
/// @param bytesPerSecond sustained transfer rate
/// @param cylinders number of cylinders
/// @param capacityBytes whole capacity
/// @source Tables 3.1, 5.1 and 6.1
record Drive(
        String model,
        long rotationNanos,
        long averageSeekNanos,
        long trackSeekNanos,
        long overheadNanos,
        long bytesPerSecond,
        long cylinders,
        long capacityBytes) {

    private static final double NANOS_PER_SECOND = 1e9;

    /// The expectation of the square root of the distance between two uniformly drawn cylinders, as a fraction.
    private static final double MEAN_ROOT_DISTANCE = 8.0 / 15;

    /// Reads the drive that a storage kind (`disk-1996`, `disk-1998`) uses for a device.
    static Drive of(String drives, Device device) {
        Properties all = new Properties();
        try (InputStream in = Drive.class.getResourceAsStream("drives.properties")) {
            all.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String prefix = all.getProperty(drives + "." + device.name().toLowerCase(java.util.Locale.ROOT)) + ".";
        return new Drive(
                all.getProperty(prefix + "model"),
                Math.round(60 * NANOS_PER_SECOND / number(all, prefix + "rpm")),
                Math.round(1e6 * number(all, prefix + "average_seek_ms")),
                Math.round(1e6 * number(all, prefix + "track_seek_ms")),
                Math.round(1e6 * number(all, prefix + "overhead_ms")),
                Math.round(1e6 * number(all, prefix + "transfer_mb_per_second")),
                Math.round(number(all, prefix + "cylinders")),
                Math.round(1e6 * number(all, prefix + "capacity_mb")));
    }

    private static double number(Properties all, String key) {
        String value = all.getProperty(key);
        if (value == null) {
            throw new IllegalStateException("drive parameter missing: key=" + key);
        }
        return Double.parseDouble(value);
    }

    long cylinderOf(long offset) {
        return offset / Math.max(1, capacityBytes / cylinders);
    }

    /// Seek time over `distance` cylinders: nothing for 0, else growing with the root of the distance, fitted to the
    /// track seek and the average seek.
    long seekNanos(long distance) {
        if (distance == 0) {
            return 0;
        }
        double root = Math.sqrt((double) distance / cylinders);
        return Math.round(trackSeekNanos + (averageSeekNanos - trackSeekNanos) * root / MEAN_ROOT_DISTANCE);
    }

    /// The spindle's angle at which `offset` starts, as the time from the index mark.
    long angleNanos(long offset) {
        long trackBytes = transferBytes(rotationNanos);
        return Math.round((double) (offset % trackBytes) / trackBytes * rotationNanos);
    }

    long transferNanos(long bytes) {
        return Math.round(bytes * NANOS_PER_SECOND / bytesPerSecond);
    }

    private long transferBytes(long nanos) {
        return Math.round(bytesPerSecond / NANOS_PER_SECOND * nanos);
    }
}
