package org.failuretransparency.harness.run;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.failuretransparency.crashlab.GroupKills;
import org.failuretransparency.crashlab.LossyNetwork;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.X;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.vista.Recovery;
import org.failuretransparency.vistagrams.NodeAddress;
import org.failuretransparency.vistagrams.samples.Bank;
import org.failuretransparency.vistagrams.samples.BankBranch;

/// Kills of a bank's branches, one, some or all at once and while they recover, behind a network that loses, duplicates
/// and delays a half of all datagrams (claims G4 and G5): part of the experiment `crash`.
final class BankKills {

    /// What is killed, in the column `process`: all kills, those of all branches together, and those of branches that
    /// were recovering; and how many left a transaction open, or a commit between its commit point and its end.
    static final String BANK = "bank";

    static final String TOGETHER = "bank-together";
    static final String RECOVERING = "bank-recovering";
    static final String IN_TRANSACTION = "bank-in-transaction";
    static final String COMMITTING = "bank-committing";

    private static final Set<StorageKind> KILLED_ON = EnumSet.of(StorageKind.RIO, StorageKind.DISK);
    private static final LossyNetwork.Faults FAULTS = new LossyNetwork.Faults(20, 15, 15);
    private static final int BRANCHES = 3;
    private static final int KILLS_EACH = 2;
    private static final int PORT = 7000;
    private static final String ACTIVE = Recovery.State.ACTIVE.name();
    private static final String COMMITTED = Recovery.State.COMMITTED.name();

    private final Places places;
    private final Recorder recorder;
    private final long seed;

    BankKills(Places places, Recorder recorder, long seed) {
        this.places = places;
        this.recorder = recorder;
        this.seed = seed;
    }

    /// What is not in the results yet.
    void run(Set<StorageKind> storages, int kills) {
        for (StorageKind storage : storages) {
            Arm arm = new Arm(new Cell("vistagrams", storage.label()), "", BANK, Params.none());
            if (KILLED_ON.contains(storage) && !recorder.isFinished(Experiment.CRASH.id(), arm, X.none(), 0)) {
                kill(arm, storage, KILLS_EACH * kills);
            }
        }
    }

    private void kill(Arm arm, StorageKind storage, int kills) {
        Path directory = places.of(storage).resolve(BANK);
        try (LossyNetwork network = new LossyNetwork(seed, FAULTS);
                GroupKills group = new GroupKills(members(directory, storage, network), new SplittableRandom(seed))) {
            GroupKills.Outcome outcome = group.run(kills);
            List<String> violations = Bank.violations(
                    outcome.reports().stream().map(Bank.Report::parse).toList());
            record(arm.cell(), TOGETHER, outcome.together(), violations);
            record(arm.cell(), RECOVERING, outcome.recovering(), violations);
            record(arm.cell(), IN_TRANSACTION, outcome.found().getOrDefault(ACTIVE, 0), violations);
            record(arm.cell(), COMMITTING, outcome.found().getOrDefault(COMMITTED, 0), violations);
            record(arm.cell(), BANK, outcome.kills(), violations);
            Recorder.requireValid(arm + " after " + outcome.kills() + " kills", violations);
        } catch (IOException e) {
            throw new RunException("branches were not started: directory=" + directory, e);
        }
    }

    private List<GroupKills.Member> members(Path directory, StorageKind storage, LossyNetwork network)
            throws IOException {
        List<NodeAddress> homes = new ArrayList<>();
        List<NodeAddress> fronts = new ArrayList<>();
        for (int branch = 0; branch < BRANCHES; branch++) {
            Inet4Address machine = LossyNetwork.ownAddress(branch);
            homes.add(NodeAddress.of(machine, PORT));
            fronts.add(new NodeAddress(
                    NodeAddress.LOOPBACK,
                    network.before(new InetSocketAddress(machine, PORT)),
                    network.before(new InetSocketAddress(machine, PORT + 1))));
        }
        List<GroupKills.Member> members = new ArrayList<>();
        for (int branch = 0; branch < BRANCHES; branch++) {
            Path own = Files.createDirectories(directory.resolve("branch" + branch));
            members.add(new GroupKills.Member(
                    own,
                    BankBranch.class,
                    BankBranch.arguments(
                            own, storage, branch, seed + branch, Optional.empty(), homes.get(branch), fronts)));
        }
        return members;
    }

    private void record(Cell cell, String process, int crashes, List<String> violations) {
        recorder.once(
                Experiment.CRASH.id(),
                new Arm(cell, "", process, Params.none()),
                X.none(),
                Map.of(Metric.CRASHES_LANDED, (double) crashes, Metric.VIOLATIONS, (double) violations.size()));
    }
}
