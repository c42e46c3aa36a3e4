package org.failuretransparency.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// What does recovery add to a request and its response? Client and server are processes of their own; the client sends
/// a request of so many bytes, the server sends it back, both count in a word of their memory (Figure 4.6).
///
/// **Arms**: bare UDP by the same system calls; the volatile baseline, with the same protocol and the same code;
/// Vistagrams, with the count in the same transaction.
///
/// **Hypothesis**: Vistagrams takes at most 3 us more than the baseline up to 1 KB, and at most 3% more at every size.
///
/// The arms' processes stay and take turns: A B C C B A is a round. A round's value of an arm is the mean of its two
/// turns; what is printed last are medians over rounds, and of the differences within a round.
///
/// **Command**: `mvn -q -pl benchmarks -am -DskipTests verify -Dbench="ROUNDS CYCLES"
/// -Dbench.main=org.failuretransparency.benchmarks.RoundTrip`
///
/// **Verified**: each response has the request's length and its last word; server and client count the same.
public final class RoundTrip {

    private static final int[] SIZES = {8, 64, 256, 1024, 4096, 16_384, 60_000};
    private static final int WARM_UP_ROUNDS = 4;

    private RoundTrip() {}

    /// A client and a server that wait for orders.
    private static final class Pair implements AutoCloseable {
        private final Process server;
        private final Process client;
        private final BufferedReader answers;
        private final BufferedWriter orders;

        Pair(RoundTripArm arm, Path directory) throws IOException {
            server = start("server", arm, directory.toString(), "0,0");
            BufferedReader ports =
                    new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
            client = start("client", arm, directory.toString(), ports.readLine());
            answers = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            orders = client.outputWriter(StandardCharsets.UTF_8);
        }

        private static Process start(String role, RoundTripArm arm, String directory, String ports) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-Xmx64m",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    RoundTripProcess.class.getName()));
            command.addAll(List.of(role, arm.name(), directory, ports));
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }

        /// Microseconds of a cycle.
        double run(int sizeBytes, int cycles) throws IOException {
            orders.write(sizeBytes + " " + cycles + "\n");
            orders.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("client ended");
            }
            return Long.parseLong(answer) / 1e3 / cycles;
        }

        @Override
        public void close() {
            client.destroyForcibly();
            server.destroyForcibly();
        }
    }

    /// Arguments: rounds and cycles a turn.
    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[0]);
        int cycles = Integer.parseInt(arguments[1]);
        RoundTripArm[] arms = RoundTripArm.values();
        Map<RoundTripArm, Pair> pairs = new EnumMap<>(RoundTripArm.class);
        try (Workspace workspace = Workspace.inMemory()) {
            for (RoundTripArm arm : arms) {
                pairs.put(arm, new Pair(arm, workspace.folder()));
            }
            System.out.println("bytes,round,udp_us,baseline_us,vistagrams_us");
            for (int size : SIZES) {
                compare(pairs, arms, size, rounds, cycles);
            }
        } finally {
            pairs.values().forEach(Pair::close);
        }
    }

    private static void compare(Map<RoundTripArm, Pair> pairs, RoundTripArm[] arms, int size, int rounds, int cycles) {
        double[][] times = new double[arms.length][rounds];
        double[] added = new double[rounds];
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            double[] sums = new double[arms.length];
            for (int turn = 0; turn < 2 * arms.length; turn++) {
                int arm = turn < arms.length ? turn : 2 * arms.length - 1 - turn;
                sums[arm] += run(pairs, arms[arm], size, cycles) / 2;
            }
            if (round >= 0) {
                for (int arm = 0; arm < arms.length; arm++) {
                    times[arm][round] = sums[arm];
                }
                added[round] = sums[2] - sums[1];
                System.out.printf(Locale.ROOT, "%d,%d,%.3f,%.3f,%.3f%n", size, round, sums[0], sums[1], sums[2]);
            }
        }
        double baseline = median(times[1]);
        System.out.printf(
                Locale.ROOT,
                "# %d bytes: udp %.2f us, baseline %.2f us, vistagrams %.2f us; added %.3f us = %.2f%%%n",
                size,
                median(times[0]),
                baseline,
                median(times[2]),
                median(added),
                100 * median(added) / baseline);
    }

    private static double run(Map<RoundTripArm, Pair> pairs, RoundTripArm arm, int size, int cycles) {
        try {
            return Objects.requireNonNull(pairs.get(arm)).run(size, cycles);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
