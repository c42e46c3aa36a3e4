package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.HostFiles;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.theory.checker.CommitInvariant;
import org.failuretransparency.theory.checker.Failures;
import org.failuretransparency.theory.checker.Verdict;
import org.failuretransparency.theory.protocol.Protocols;
import org.failuretransparency.theory.trace.Traces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A program that is stopped before each of its checkpoints in turn ends as one that never stopped.
final class DiscountCheckingTest {

    private static final int ROUNDS = 30;

    @TempDir
    private Path directory;

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private DiscountChecking open(CheckpointOptions options) {
        return DiscountChecking.open(Counter.program(ROUNDS), directory.resolve("counter.dc"), options, descriptors());
    }

    private Descriptors descriptors() {
        Descriptors descriptors = new Descriptors();
        descriptors.give(1, HostFiles.toAppend(directory.resolve("out")), false);
        return descriptors;
    }

    @ParameterizedTest
    @EnumSource(names = {"RIO", "DISK"})
    void runsToItsEndAndRemovesItsCheckpoint(StorageKind kind) throws IOException {
        try (DiscountChecking process = open(CheckpointOptions.defaults().withStorage(kind))) {
            assertThat(process.recovery()).isEmpty();
            assertThat(process.run()).isEqualTo(7);
            assertThat(process.statistics().checkpoints()).isEqualTo(ROUNDS);
        }
        assertThat(Files.readString(directory.resolve("out"))).isEqualTo(Counter.output(ROUNDS));
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(file -> !file.startsWith(".")))
                    .containsExactly("out");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RIO", "DISK"})
    void goesOnAfterBeingStoppedBeforeEachCheckpoint(StorageKind kind) throws IOException {
        int stops = 0;
        int status = -1;
        while (status < 0) {
            int[] left = {3};
            CheckpointOptions options = CheckpointOptions.defaults()
                    .withStorage(kind)
                    .withBeforeCheckpoint(memory -> {
                        if (--left[0] == 0) {
                            throw new Stopped();
                        }
                    });
            try (DiscountChecking process = open(options)) {
                status = process.run();
            } catch (Stopped _) {
                stops++;
            }
        }
        assertThat(status).isEqualTo(7);
        assertThat(stops).isGreaterThan(ROUNDS / 3);
        List<String> lines = Files.readAllLines(directory.resolve("out"));
        // A line may come twice, where the process was stopped behind it and before the next checkpoint.
        assertThat(String.join("\n", lines.stream().distinct().toList()) + "\n").isEqualTo(Counter.output(ROUNDS));
    }

    /// A word of the counter's memory that it does not use.
    private static final long UNUSED = 48;

    @ParameterizedTest
    @EnumSource(names = {"RIO", "DISK"})
    void whatTheFunctionBeforeCheckpointsStoresIsInThemAndTheOneOnRecoverySeesIt(StorageKind kind) {
        long[] stored = {0};
        CheckpointOptions options = CheckpointOptions.defaults()
                .withStorage(kind)
                .withBeforeCheckpoint(memory -> {
                    memory.putLong(UNUSED, ++stored[0]);
                    if (stored[0] == 5) {
                        throw new Stopped();
                    }
                });
        try (DiscountChecking process = open(options)) {
            assertThatThrownBy(process::run).isInstanceOf(Stopped.class);
        }
        CheckpointOptions refusing = options.withOnRecovery((memory, recovery) -> {
            throw new Stopped();
        });
        assertThatThrownBy(() -> open(refusing)).isInstanceOf(Stopped.class);
        List<Long> seen = new ArrayList<>();
        CheckpointOptions looking = options.withOnRecovery(
                (memory, recovery) -> seen.addAll(List.of(memory.getLong(UNUSED), recovery.checkpoint())));
        try (DiscountChecking process = open(looking)) {
            assertThat(seen).containsExactly(4L, 4L);
            assertThat(process.run()).isEqualTo(7);
        }
    }

    /// Stops a process when it has ended and its checkpoint is to be removed.
    private record StopsAtRemoval(Storage regions) implements Regions {

        @Override
        public StorageKind kind() {
            return regions.kind();
        }

        @Override
        public boolean exists(String name) {
            return regions.exists(name);
        }

        @Override
        public List<String> names() {
            return regions.names();
        }

        @Override
        public Region create(String name, RegionType type, long lengthBytes, byte[] initial) {
            return regions.create(name, type, lengthBytes, initial);
        }

        @Override
        public Region open(String name, RegionType type) {
            return regions.open(name, type);
        }

        @Override
        public Region view(String name, RegionType type) {
            return regions.view(name, type);
        }

        @Override
        public void delete(String name) {
            throw new Stopped();
        }

        @Override
        public Path pathOf(String name) {
            return regions.pathOf(name);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RIO", "DISK"})
    void aProcessThatIsStoppedWhileItsCheckpointIsRemovedEndsAgain(StorageKind kind) throws IOException {
        Path trace = directory.resolve("trace");
        CheckpointOptions options =
                CheckpointOptions.defaults().withStorage(kind).withTrace(trace);
        Storage storage = Storage.of(kind, directory);
        try (DiscountChecking process = DiscountChecking.open(
                Counter.program(ROUNDS),
                new StopsAtRemoval(storage),
                "counter.dc",
                options,
                descriptors(),
                StopPoints.NONE)) {
            assertThatThrownBy(process::run).isInstanceOf(Stopped.class);
        }
        try (DiscountChecking process = open(options)) {
            assertThat(process.recovery()).isPresent();
            assertThat(process.run()).isEqualTo(7);
        }
        assertThat(Files.readString(directory.resolve("out"))).isEqualTo(Counter.output(ROUNDS));
        Verdict verdict = CommitInvariant.check(Traces.read(List.of(trace)), Failures.SEVERAL);
        assertThat(verdict.holds()).as(verdict.words()).isTrue();
    }

    @Test
    void refusesAProtocolThatWantsEventsAtomicWithCommits() {
        CheckpointOptions options =
                CheckpointOptions.defaults().withCheckpoints(new Checkpoints.By(Protocols.named("commit-every-event")));
        assertThatThrownBy(() -> open(options))
                .isInstanceOf(CheckpointException.UnsupportedProtocol.class)
                .hasMessage("protocol needs what a process alone cannot do: checkpoint="
                        + directory.resolve("counter.dc")
                        + ", protocol=commit-every-event, action=COMMIT_ATOMICALLY");
        assertThat(directory.resolve("counter.dc")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cand-log", "cbndvs-log"})
    void refusesAProtocolThatLogsBeforeTheProcessHasReadAnything(String protocol) {
        CheckpointOptions options =
                CheckpointOptions.defaults().withCheckpoints(new Checkpoints.By(Protocols.named(protocol)));
        assertThatThrownBy(() -> open(options))
                .isInstanceOf(CheckpointException.UnsupportedProtocol.class)
                .hasMessageEndingWith("protocol=" + protocol + ", action=LOG");
    }

    /// Each life of the process has another one.
    @Test
    void goesOnWithAnotherProtocol() throws IOException {
        List<String> supported =
                List.of("cpvs", "cbndvs", "cand", "coordinated-checkpointing", "cbndvs", "direct", "cpv-2pc");
        int stops = 0;
        for (int status = -1; status < 0; ) {
            int[] left = {3};
            CheckpointOptions options = CheckpointOptions.defaults()
                    .withCheckpoints(new Checkpoints.By(Protocols.named(supported.get(stops % supported.size()))))
                    .withBeforeCheckpoint(_ -> {
                        if (--left[0] == 0) {
                            throw new Stopped();
                        }
                    });
            try (DiscountChecking process = DiscountChecking.open(
                    Lottery.program(ROUNDS), directory.resolve("lottery.dc"), options, descriptors())) {
                status = process.run();
            } catch (Stopped _) {
                stops++;
            }
        }
        assertThat(stops).isGreaterThan(supported.size());
        assertThat(Lottery.isConsistent(Files.readAllLines(directory.resolve("out")), ROUNDS))
                .isTrue();
    }

    @Test
    void canBeClosedTwice() {
        DiscountChecking closed = open(CheckpointOptions.defaults());
        closed.close();
        closed.close();
        try (DiscountChecking process = open(CheckpointOptions.defaults())) {
            assertThat(process.run()).isEqualTo(7);
        }
    }

    /// What is left open then would keep the next one out.
    @Test
    void whatFailsAtTheFirstCheckpointIsClosed() {
        CheckpointOptions options = CheckpointOptions.defaults().withTrace(directory.resolve("trace"));
        assertThatThrownBy(() -> open(options.withBeforeCheckpoint(_ -> {
                    throw new Stopped();
                })))
                .isInstanceOf(Stopped.class);
        try (DiscountChecking process = open(options)) {
            assertThat(process.recovery()).isEmpty();
            assertThat(process.run()).isEqualTo(7);
        }
    }
}
