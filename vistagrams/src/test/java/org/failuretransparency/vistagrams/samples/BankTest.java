package org.failuretransparency.vistagrams.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.failuretransparency.crashlab.GroupKills;
import org.failuretransparency.crashlab.LossyNetwork;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.theory.checker.CommitInvariant;
import org.failuretransparency.theory.checker.Failures;
import org.failuretransparency.theory.checker.Verdict;
import org.failuretransparency.theory.trace.TraceReader;
import org.failuretransparency.theory.trace.Traces;
import org.failuretransparency.vistagrams.NodeAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Branches of the bank as processes that are killed, one, some or all at once and while they recover, behind a network
/// that loses, duplicates and delays: every transfer is executed and confirmed exactly once, and no money is lost.
class BankTest {

    private static final int BRANCHES = 3;
    private static final int PORT = 7000;
    private static final LossyNetwork.Faults FAULTS = new LossyNetwork.Faults(20, 15, 15);

    @TempDir
    private Path directory;

    private GroupKills.Outcome campaign(StorageKind kind, int kills, Optional<Path> traces) throws IOException {
        try (LossyNetwork network = new LossyNetwork(1, FAULTS)) {
            List<NodeAddress> fronts = new ArrayList<>();
            for (int branch = 0; branch < BRANCHES; branch++) {
                Inet4Address machine = LossyNetwork.ownAddress(branch);
                fronts.add(new NodeAddress(
                        NodeAddress.LOOPBACK,
                        network.before(new InetSocketAddress(machine, PORT)),
                        network.before(new InetSocketAddress(machine, PORT + 1))));
            }
            List<GroupKills.Member> members = new ArrayList<>();
            for (int branch = 0; branch < BRANCHES; branch++) {
                Path own = Files.createDirectories(directory.resolve("branch" + branch));
                NodeAddress home = NodeAddress.of(LossyNetwork.ownAddress(branch), PORT);
                members.add(new GroupKills.Member(
                        own,
                        BankBranch.class,
                        BankBranch.arguments(own, kind, branch, branch + 1, traces, home, fronts)));
            }
            try (GroupKills group = new GroupKills(members, new SplittableRandom(1))) {
                GroupKills.Outcome outcome = group.run(kills);
                List<Bank.Report> reports =
                        outcome.reports().stream().map(Bank.Report::parse).toList();
                assertThat(Bank.violations(reports)).as(outcome.toString()).isEmpty();
                assertThat(reports)
                        .as("transfers")
                        .anySatisfy(report -> assertThat(report.sent()).anyMatch(count -> count > 0));
                assertThat(network.lost()).isPositive();
                System.out.println("bank on " + kind.label() + ": " + outcome);
                return outcome;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"RIO, 12", "DISK, 6"})
    void everyTransferIsExecutedAndConfirmedOnce(StorageKind kind, int kills) throws IOException {
        GroupKills.Outcome outcome = campaign(kind, kills, Optional.empty());
        assertThat(outcome.kills()).isGreaterThanOrEqualTo(kills);
        assertThat(outcome.together()).isPositive();
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"RIO, 3000", "DISK, 500"})
    void everyTransferIsExecutedAndConfirmedOnceOverThousandsOfKills(StorageKind kind, int kills) throws IOException {
        GroupKills.Outcome outcome = campaign(kind, kills, Optional.empty());
        assertThat(outcome.together()).isGreaterThan(kills / 50);
        assertThat(outcome.recovering()).isGreaterThan(kills / 50);
        assertThat(outcome.found())
                .as("kills in a transaction, and behind its commit point")
                .containsKeys("ACTIVE", "COMMITTED");
    }

    @Test
    void theirTracesAreOfAProtocolThatCommitsBeforeItSends() throws IOException {
        checkTraces(6);
    }

    @Tag("long")
    @Test
    void theirTracesAreOfAProtocolThatCommitsBeforeItSendsOverHundredsOfKills() throws IOException {
        checkTraces(200);
    }

    private void checkTraces(int kills) throws IOException {
        campaign(StorageKind.RIO, kills, Optional.of(directory));
        List<Path> files = new ArrayList<>();
        for (int branch = 0; branch < BRANCHES; branch++) {
            files.add(directory.resolve("branch" + branch + ".trace"));
        }
        try (TraceReader trace = Traces.open(files)) {
            CommitInvariant checker =
                    new CommitInvariant(trace.header().processes(), Failures.SEVERAL, CommitInvariant.DEFAULT_KEPT);
            trace.readInto(checker);
            Verdict verdict = checker.end();
            assertThat(verdict.holds()).as(verdict.words()).isTrue();
        }
    }

    @Test
    void violationsAreFound() {
        Bank.Report one = new Bank.Report(0, 1_000_000, List.of(0L, 5L), List.of(0L, 7L), 0);
        Bank.Report other = new Bank.Report(1, 1_000_000, List.of(7L, 0L), List.of(5L, 0L), 0);
        assertThat(Bank.violations(List.of(one, other))).isEmpty();
        Bank.Report wrong = new Bank.Report(1, 999_999, List.of(6L, 0L), List.of(5L, 0L), 1);
        assertThat(Bank.violations(List.of(one, wrong)))
                .containsExactly(
                        "money is lost or made: total=1999999, expected=2000000",
                        "transfers not once: branch=1, wrong=1",
                        "transfers not executed: from=1, to=0, sent=6, executed=7");
        assertThat(Bank.Report.parse(wrong.toString())).isEqualTo(wrong);
    }
}
