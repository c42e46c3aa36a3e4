package org.failuretransparency.vistagrams.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.failuretransparency.crashlab.GroupKills;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.vistagrams.NodeAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two branches of the bank in network namespaces of their own, with a link between them that is interrupted again and
/// again while the branches are killed. Skipped where this user may not make namespaces.
class NamespacesTest {

    private static final int BRANCHES = 2;
    private static final int PORT = 7000;
    private static final int SHORTEST_MILLIS = 5;
    private static final int LONGEST_MILLIS = 150;

    private static final String NAME = "ft" + ProcessHandle.current().pid() + "n";

    @TempDir
    private Path directory;

    private static String namespace(int branch) {
        return NAME + branch;
    }

    private static String machine(int branch) {
        return "10.231.77." + (1 + branch);
    }

    /// Runs `ip`; returns what it says if it fails.
    private static Optional<String> ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.empty() : Optional.of(command + ": " + said);
        } catch (IOException e) {
            return Optional.of(command + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(command + ": interrupted");
        }
    }

    private static void require(String... arguments) {
        assertThat(ip(arguments)).isEmpty();
    }

    @BeforeEach
    void connect() {
        Optional<String> refused = ip("netns", "add", namespace(0));
        assumeTrue(refused.isEmpty(), () -> "no namespaces here: " + refused.orElse(""));
        require("netns", "add", namespace(1));
        Optional<String> unconnected = ip(
                "link",
                "add",
                "v0",
                "netns",
                namespace(0),
                "type",
                "veth",
                "peer",
                "name",
                "v1",
                "netns",
                namespace(1));
        assumeTrue(unconnected.isEmpty(), () -> "no virtual Ethernet here: " + unconnected.orElse(""));
        for (int branch = 0; branch < BRANCHES; branch++) {
            require("-n", namespace(branch), "link", "set", "lo", "up"); // by which a node forwards to itself
            require("-n", namespace(branch), "addr", "add", machine(branch) + "/24", "dev", "v" + branch);
            require("-n", namespace(branch), "link", "set", "v" + branch, "up");
        }
    }

    @AfterEach
    void disconnect() {
        for (int branch = 0; branch < BRANCHES; branch++) {
            if (Files.exists(Path.of("/run/netns", namespace(branch)))) {
                require("netns", "del", namespace(branch));
            }
        }
    }

    private GroupKills.Member member(int branch) throws IOException {
        Path own = Files.createDirectories(directory.resolve("branch" + branch));
        List<NodeAddress> homes = List.of(home(0), home(1));
        return new GroupKills.Member(
                own,
                List.of("ip", "netns", "exec", namespace(branch)),
                BankBranch.class,
                BankBranch.arguments(own, StorageKind.RIO, branch, branch + 1, Optional.empty(), home(branch), homes));
    }

    private static NodeAddress home(int branch) {
        return NodeAddress.parse(machine(branch) + ":" + PORT + "," + (PORT + 1));
    }

    /// Adds or removes a route by which nothing gets from one namespace to the other. (A link that is taken down comes
    /// up again only a second later.)
    private static void route(String call) {
        require("-n", namespace(0), "route", call, "unreachable", machine(1) + "/32");
    }

    /// Interrupts the connection for random times until it is told to stop; returns how often.
    private static int partition(CountDownLatch stop) {
        SplittableRandom random = new SplittableRandom(1);
        int partitions = 0;
        try {
            while (!stop.await(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS), TimeUnit.MILLISECONDS)) {
                route("add");
                boolean stopped = stop.await(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS), TimeUnit.MILLISECONDS);
                route("del");
                partitions++;
                if (stopped) {
                    return partitions;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return partitions;
    }

    private void campaign(int kills) throws IOException {
        CountDownLatch stop = new CountDownLatch(1);
        try (GroupKills group = new GroupKills(List.of(member(0), member(1)), new SplittableRandom(1))) {
            CompletableFuture<Integer> partitions = CompletableFuture.supplyAsync(
                    () -> partition(stop),
                    command -> Thread.ofPlatform().daemon().start(command));
            GroupKills.Outcome outcome;
            try {
                outcome = group.run(kills);
            } finally {
                stop.countDown();
            }
            assertThat(partitions.join()).as("partitions").isPositive();
            List<Bank.Report> reports =
                    outcome.reports().stream().map(Bank.Report::parse).toList();
            assertThat(Bank.violations(reports)).as(outcome.toString()).isEmpty();
            assertThat(reports)
                    .as("transfers")
                    .anySatisfy(report -> assertThat(report.sent()).anyMatch(count -> count > 0));
            System.out.println("bank in namespaces: " + outcome);
        }
    }

    @Test
    void everyTransferIsExecutedAndConfirmedOnceAcrossPartitions() throws IOException {
        campaign(6);
    }

    @Tag("long")
    @Test
    void everyTransferIsExecutedAndConfirmedOnceAcrossHundredsOfPartitions() throws IOException {
        campaign(200);
    }
}
