package org.failuretransparency.workloads.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// What compression did to a picture, in integers: squared and largest error; the signal-to-noise ratio; checksums.
final class Comparison {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long PRIME = 0x0000_0100_0000_01B3L;
    private static final int ROTATION = 29;
    private static final int FRACTION_BITS = 20;
    /// Thousandths of hundredths of a decibel: the logarithm of 2 to the base 10, times 10, 100 and 1000.
    private static final long THOUSANDTHS_A_DOUBLING = 301_030;

    private Comparison() {}

    /// The sum of the squared differences of the first `count` bytes.
    static long squaredError(byte[] one, byte[] other, int count) {
        long sum = 0;
        for (int at = 0; at < count; at++) {
            int difference = (one[at] & 0xFF) - (other[at] & 0xFF);
            sum += (long) difference * difference;
        }
        return sum;
    }

    static int largestError(byte[] one, byte[] other, int count) {
        int largest = 0;
        for (int at = 0; at < count; at++) {
            largest = Math.max(largest, Math.abs((one[at] & 0xFF) - (other[at] & 0xFF)));
        }
        return largest;
    }

    /// A checksum of the one before and `count` more bytes: eight at a time, the rest one by one.
    static long checksum(long before, byte[] bytes, int count) {
        long sum = before;
        int at = 0;
        for (; at <= count - Long.BYTES; at += Long.BYTES) {
            sum = Long.rotateLeft((sum ^ (long) WORDS.get(bytes, at)) * PRIME, ROTATION);
        }
        for (; at < count; at++) {
            sum = Long.rotateLeft((sum ^ bytes[at]) * PRIME, ROTATION);
        }
        return sum;
    }

    /// The peak signal-to-noise ratio of `samples` bytes in hundredths of a decibel, rounded down to a few thousandths;
    /// 9999 if there is no error.
    static int decibelHundredths(long squaredError, long samples) {
        if (squaredError == 0) {
            return 9999;
        }
        long signal = 255 * 255 * samples;
        return (int) ((logarithm(signal) - logarithm(squaredError)) * THOUSANDTHS_A_DOUBLING / 1000 >> FRACTION_BITS);
    }

    /// The logarithm to the base 2 with 20 bits behind the point, a bit for each squaring.
    private static long logarithm(long value) {
        int whole = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
        long mantissa =
                whole > 31 ? value >>> whole - 31 : value << 31 - whole; // from 1 to 2, 31 bits behind the point
        long logarithm = whole;
        for (int bit = 0; bit < FRACTION_BITS; bit++) {
            mantissa = mantissa * mantissa >>> 31;
            logarithm <<= 1;
            if (mantissa >= 1L << 32) {
                mantissa >>= 1;
                logarithm |= 1;
            }
        }
        return logarithm;
    }
}
