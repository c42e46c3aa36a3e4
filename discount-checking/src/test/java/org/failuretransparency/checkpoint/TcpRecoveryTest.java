package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.GuestException;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.tcp.Duplex;
import org.failuretransparency.guest.tcp.RealProcesses;
import org.failuretransparency.guest.tcp.TcpLimits;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.theory.checker.Verdict;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// TCP between two processes that both run under recovery, with real sockets and a stream each way: whichever of them
/// is stopped or killed, and wherever, each byte comes once and in its place. [Duplex] looks at every byte, and exits
/// with 0 if all were right.
@Timeout(600)
final class TcpRecoveryTest {

    /// The end that closed first lingers for longer than a loaded machine stops a process for.
    static final TcpLimits LIMITS = new TcpLimits(2, 1 << 14, 10, 100, 600, 2500);

    /// Nearly all of a pair's time is its lingering, so that many can do it at once.
    private static final int PAIRS_AT_ONCE = 12;

    private static final long SHORT_BYTES = 6000;
    private static final long STREAM_BYTES = 200_000;
    /// So long that neither end comes to its end before all its kills: on a disk each send waits for one.
    private static final int KILLED_BYTES = 8_000_000;

    private static final int KILLED_BYTES_ON_DISK = 2_000_000;

    @TempDir
    private Path directory;

    private final AtomicInteger pairs = new AtomicInteger();

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// A process that is stopped again and again, and goes on at once from its checkpoint.
    private static final class StoppedProcess {
        private final Program program;
        private final Path file;
        private final CheckpointOptions options;
        private final LongSupplier lifeSteps;
        private final AtomicInteger stops = new AtomicInteger();

        /// @param lifeSteps how many steps its next life has
        StoppedProcess(Program program, Path file, StorageKind kind, LongSupplier lifeSteps) {
            this.program = program;
            this.file = file;
            this.options = CheckpointOptions.defaults().withStorage(kind);
            this.lifeSteps = lifeSteps;
        }

        int run() {
            while (true) {
                long[] left = {lifeSteps.getAsLong()};
                try (DiscountChecking process =
                        DiscountChecking.open(stopping(left), file, options, new Descriptors())) {
                    return process.run();
                } catch (GuestException.StepFailed e) {
                    if (!(e.getCause() instanceof Stopped)) {
                        throw e;
                    }
                    stops.incrementAndGet();
                }
            }
        }

        private Program stopping(long[] left) {
            return new Program(
                    program.name(),
                    program.version(),
                    program.space(),
                    program.routines().stream()
                            .map(entry -> new Program.Entry(entry.name(), entry.locals(), guest -> {
                                if (left[0]-- == 0) {
                                    throw new Stopped();
                                }
                                entry.code().step(guest);
                            }))
                            .toList(),
                    program.mainRoutine());
        }
    }

    /// Runs both ends of a stream; returns how often each was stopped.
    private int[] run(StorageKind kind, long lengthBytes, LongSupplier serverSteps, LongSupplier clientSteps) {
        Path pair = newDirectory();
        long address = RealProcesses.address();
        StoppedProcess server = new StoppedProcess(
                Duplex.program(LIMITS, address, 0, lengthBytes), pair.resolve("server.dc"), kind, serverSteps);
        StoppedProcess client = new StoppedProcess(
                Duplex.program(LIMITS, RealProcesses.address(), address, lengthBytes),
                pair.resolve("client.dc"),
                kind,
                clientSteps);
        CompletableFuture<Integer> serving = start(server::run);
        CompletableFuture<Integer> asking = start(client::run);
        assertThat(asking.join()).as("client's status").isZero();
        assertThat(serving.join()).as("server's status").isZero();
        return new int[] {server.stops.get(), client.stops.get()};
    }

    /// So many steps, once; then all that are left.
    private static LongSupplier once(long steps) {
        long[] next = {steps};
        return () -> {
            long life = next[0];
            next[0] = Long.MAX_VALUE;
            return life;
        };
    }

    private Path newDirectory() {
        try {
            return Files.createDirectories(directory.resolve("pair" + pairs.getAndIncrement()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stops one end at each of the steps 0, `every`, 2 `every` and so on, until it comes to its end before.
    private void stopEverywhere(StorageKind kind, boolean server, int every) {
        int landed = 0;
        boolean stopped = true;
        for (int first = 0; stopped; first += PAIRS_AT_ONCE) {
            List<CompletableFuture<Boolean>> running = IntStream.range(first, first + PAIRS_AT_ONCE)
                    .mapToObj(index -> start(() -> isStopped(kind, server, (long) index * every)))
                    .toList();
            for (CompletableFuture<Boolean> pair : running) {
                stopped = pair.join();
                landed += stopped ? 1 : 0;
            }
        }
        assertThat(landed).as("stops").isGreaterThan(40 / every);
    }

    private boolean isStopped(StorageKind kind, boolean server, long step) {
        LongSupplier victim = once(step);
        LongSupplier other = once(Long.MAX_VALUE);
        int[] stops = run(kind, SHORT_BYTES, server ? victim : other, server ? other : victim);
        return stops[server ? 0 : 1] == 1;
    }

    private static <T> CompletableFuture<T> start(Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                work, command -> Thread.ofPlatform().daemon().start(command));
    }

    @ParameterizedTest
    @CsvSource({"RIO, true", "RIO, false", "DISK, true"})
    void noByteIsLostOrRepeatedWhereverAnEndIsStopped(StorageKind kind, boolean server) {
        stopEverywhere(kind, server, 17);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"RIO, true", "RIO, false", "DISK, true", "DISK, false"})
    void noByteIsLostOrRepeatedWhenAnEndIsStoppedAtAnyStep(StorageKind kind, boolean server) {
        stopEverywhere(kind, server, 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"RIO", "DISK"})
    void noByteIsLostOrRepeatedWhenBothEndsAreStoppedAgainAndAgain(StorageKind kind) {
        int[] stops = run(kind, STREAM_BYTES, lives(1), lives(2));
        assertThat(stops[0]).as("server's stops").isGreaterThan(10);
        assertThat(stops[1]).as("client's stops").isGreaterThan(10);
    }

    /// Lives of random lengths, each of them long enough to come to a send.
    private static LongSupplier lives(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return () -> random.nextInt(20, 100);
    }

    @ParameterizedTest
    @CsvSource({"RIO, 4", "DISK, 2"})
    void noByteIsLostOrRepeatedWhenBothEndsAreKilled(StorageKind kind, int kills) throws IOException {
        kill(kind, kills);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"RIO, 25", "DISK, 25"})
    void noByteIsLostOrRepeatedWhenBothEndsAreKilledManyTimes(StorageKind kind, int kills) throws IOException {
        kill(kind, kills);
    }

    private void kill(StorageKind kind, int kills) throws IOException {
        long address = RealProcesses.address();
        ProcessCampaign server = campaign("server", kind, address, 0);
        ProcessCampaign client = campaign("client", kind, RealProcesses.address(), address);
        CompletableFuture<Integer> serving = start(() -> server.run(kills));
        CompletableFuture<Integer> asking = start(() -> client.run(kills));
        assertThat(asking.join()).as("client's status").isZero();
        assertThat(serving.join()).as("server's status").isZero();
        requireLanded(server, kills / 2);
        requireLanded(client, kills / 2);
    }

    private ProcessCampaign campaign(String name, StorageKind kind, long local, long peer) throws IOException {
        Path own = Files.createDirectories(directory.resolve(name));
        int bytes = kind.forces() ? KILLED_BYTES_ON_DISK : KILLED_BYTES;
        return new ProcessCampaign(own, kind, "cpvs", "duplex:" + bytes + ":" + local + ":" + peer, local);
    }

    private static void requireLanded(ProcessCampaign campaign, int inIntervals) throws IOException {
        Verdict verdict = campaign.verdict();
        assertThat(verdict.holds()).as(verdict.words()).isTrue();
        assertThat(campaign.landedIn(Stage.INTERVAL) + campaign.landedIn(Stage.COMMITTING))
                .as(campaign.toString())
                .isGreaterThanOrEqualTo(inIntervals);
    }
}
