package org.failuretransparency.workloads.cpu;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What the simulated program computes, in plain Java.
final class Benchmark {

    private static final int FACTOR = 0x41C64E6D;
    private static final String FIRST = "DHRYSTONE PROGRAM, 1'ST STRING\0";
    private static final String SECOND = "DHRYSTONE PROGRAM, 2'ND STRING\0";
    private static final int ORDER = 16;

    private final int round;
    private final int quarterBytes;
    private final int[] array;
    private int checksum;

    private Benchmark(int round, int memoryBytes) {
        this.round = round;
        this.quarterBytes = memoryBytes / 4;
        this.array = new int[quarterBytes / Integer.BYTES];
        this.checksum = round;
    }

    /// The lines that the program prints.
    static String lines(int memoryBytes, int rounds) {
        StringBuilder lines = new StringBuilder();
        for (int round = 1; round <= rounds; round++) {
            lines.append("round %06d checksum %08x\n".formatted(round, new Benchmark(round, memoryBytes).run()));
        }
        return lines.toString();
    }

    private int run() {
        int random = round * FACTOR;
        for (int index = 0; index < array.length; index++) {
            random = random * FACTOR + 12345;
            array[index] = random;
        }
        mix(primes());
        Arrays.sort(array, 0, quarterBytes / 64);
        mix(array[quarterBytes / 128]);
        mix(list());
        strings();
        matrix();
        for (int index = 0; index < array.length; index++) {
            checksum = (Integer.rotateLeft(checksum, 7) ^ array[index]) + index * Integer.BYTES;
        }
        return checksum;
    }

    private void mix(int value) {
        checksum = Integer.rotateLeft(checksum, 5) + value;
    }

    private int primes() {
        int primes = 0;
        for (int number = 2; number < quarterBytes; number++) {
            int divisor = 2;
            while (divisor * divisor <= number && number % divisor != 0) {
                divisor++;
            }
            primes += divisor * divisor > number ? 1 : 0;
        }
        return primes;
    }

    private int list() {
        int sum = 0;
        for (int node = 0; node < quarterBytes / 16; node++) {
            sum = (Integer.rotateLeft(sum, 1) ^ array[node]) + node;
        }
        return sum;
    }

    private void strings() {
        byte[] second = SECOND.getBytes(StandardCharsets.US_ASCII);
        for (int time = 0; time < 1000; time++) {
            byte[] copy = FIRST.getBytes(StandardCharsets.US_ASCII);
            copy[time & 15] = (byte) (round + time);
            int hash = 0;
            int at = 0;
            do {
                hash = hash * 31 + (copy[at] & 0xFF);
                at++;
            } while (copy[at - 1] == second[at - 1]);
            mix(hash + at);
        }
    }

    private void matrix() {
        for (int row = 0; row < ORDER; row++) {
            for (int column = 0; column < ORDER; column++) {
                int sum = 0;
                for (int k = 0; k < ORDER; k++) {
                    sum += array[row * ORDER + k] * array[ORDER * ORDER + k * ORDER + column];
                }
                mix(sum);
            }
        }
    }
}
