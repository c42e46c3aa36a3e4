package org.failuretransparency.harness.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.failuretransparency.checkpoint.Checkpoints;
import org.failuretransparency.guest.Program;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.theory.protocol.Protocols;
import org.failuretransparency.workloads.kernel.Everything;
import org.failuretransparency.workloads.kernel.PseudoTerminal;

/// A process that has state of every kind in the kernel and commits prior to what is visible (`cpvs`); it is killed and
/// goes on, again and again. The guest's `program` is `datagram port:address of the peer:rounds`.
final class KernelStateArm implements ArmWork {

    private final ArmSetup setup;
    private final GuestRun run;
    private final int rounds;
    private final Program program;

    KernelStateArm(ArmSetup setup) {
        this.setup = setup;
        this.run = new GuestRun(setup, new Checkpoints.By(Protocols.named("cpvs")));
        String[] parts = setup.requiredGuest().program().split(":", -1);
        this.rounds = Integer.parseInt(parts[2]);
        this.program = Everything.program(setup.path(), Integer.parseInt(parts[0]), Long.parseLong(parts[1]), rounds);
    }

    static String parameters(int datagramPort, long peerAddress, int rounds) {
        return datagramPort + ":" + peerAddress + ":" + rounds;
    }

    @Override
    public void warmUp(TrialLength length) {}

    /// Goes on with the process to its end, and compares with what a failure-free one shows (Definition 2).
    @Override
    public ArmReply trial(TrialLength length) {
        try (PseudoTerminal terminal = new PseudoTerminal()) {
            GuestRun.Outcome outcome = run.recover(program, descriptors -> descriptors.lend(2, terminal.descriptor()));
            List<String> violations = new ArrayList<>(Everything.violations(setup.path(), rounds));
            if (outcome.status() != Everything.DONE) {
                violations.add("program failed: status=" + outcome.status());
            }
            List<String> shown = outcome.output().lines().distinct().toList();
            if (!shown.equals(
                    LongStream.rangeClosed(1, rounds).mapToObj(Everything::line).toList())) {
                violations.add("not what a failure-free run shows: lines=" + shown.size() + ", expected=" + rounds);
            }
            return ArmReply.of(Map.of(Metric.RUN_TIME.id(), outcome.seconds()), violations);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void endless(Runnable started) {
        try (PseudoTerminal terminal = new PseudoTerminal()) {
            run.runPast(program, 1, started, descriptors -> descriptors.lend(2, terminal.descriptor()));
        }
    }

    @Override
    public void close() {}
}
