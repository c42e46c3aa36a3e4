package org.failuretransparency.theory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.failuretransparency.theory.checker.CommitInvariant;
import org.failuretransparency.theory.checker.Failures;
import org.failuretransparency.theory.checker.Verdict;
import org.failuretransparency.theory.explorer.Exploration;
import org.failuretransparency.theory.explorer.Explorer;
import org.failuretransparency.theory.explorer.ExplorerOptions;
import org.failuretransparency.theory.explorer.Machine;
import org.failuretransparency.theory.explorer.MachineText;
import org.failuretransparency.theory.protocol.Action;
import org.failuretransparency.theory.protocol.Controls;
import org.failuretransparency.theory.protocol.FailureKind;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.ProtocolState;
import org.failuretransparency.theory.protocol.Protocols;
import org.failuretransparency.theory.protocol.SpacePoint;
import org.failuretransparency.theory.simulator.Counts;
import org.failuretransparency.theory.simulator.Simulator;
import org.failuretransparency.theory.trace.Traces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pieces of the README's tutorial.
final class TutorialTest {

    @Test
    void checksATraceOfOnesOwn(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("toss.txt");
        Files.writeString(file, """
                processes p0 p1
                p0 choose "toss"
                p0 send p1 result
                p1 receive result ordered
                p1 show "heads"
                end
                """);

        Verdict verdict = CommitInvariant.check(Traces.read(List.of(file)), Failures.SEVERAL);

        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.first().getFirst().witness().words())
                .isEqualTo("non-deterministic event 0 of p0 (toss) -> send 1 -> receive 0 of p1 -> "
                        + "visible 1 of p1 (heads); no commit of p0 after 0 precedes it");
    }

    @Test
    void runsAComputationUnderAProtocol() {
        Computation script = toss();
        Computation.Builder run = Computation.of("p0", "p1");

        Counts counts = Simulator.run(script, Protocols.named("cbndvs"), run);

        assertThat(counts.commits()).isEqualTo(1); // of p0, before its send
        assertThat(CommitInvariant.check(run.build(), Failures.SEVERAL).holds()).isTrue();
    }

    @Test
    void exploresAMachine() {
        Machine machine = MachineText.parse("""
                machine toss
                process p0
                      choose heads -> won | tails -> lost
                  won:  show heads -> end
                  lost: show tails -> end
                """, "toss.machine");

        Exploration exploration = Explorer.explore(machine, ExplorerOptions.DEFAULT.withShortest(true));

        assertThat(exploration.badRun().orElseThrow().shown()).containsExactlyInAnyOrder("p0: heads", "p0: tails");
    }

    /// Claim T6.
    @Test
    void catchesAProtocolThatCheckpointsRightAfterEachSend() {
        Computation.Builder run = Computation.of("p0", "p1");

        Simulator.run(toss(), new CommitAfterSend(), run);

        assertThat(CommitInvariant.check(run.build(), Failures.SEVERAL).words())
                .contains("safety: non-deterministic event 0 of p0 (toss) -> send 1 -> receive 0 of p1 -> "
                        + "visible 2 of p1 (heads); no commit of p0 after 0 precedes it");
    }

    private static Computation toss() {
        return Computation.of("p0", "p1")
                .then(0, EventType.CHOICE, "toss")
                .message(0, 1, EventType.ORDERED_RECEIVE)
                .then(1, EventType.VISIBLE, "heads")
                .build();
    }

    /// Section V of Koo and Toueg's paper, as §2.3.2 describes it.
    private static final class CommitAfterSend implements Protocol {

        @Override
        public String id() {
            return "commit-after-send";
        }

        @Override
        public String description() {
            return "commits right after every send, and before every visible event";
        }

        @Override
        public String section() {
            return "2.3.2";
        }

        @Override
        public SpacePoint place() {
            return new SpacePoint(0, 0.5);
        }

        @Override
        public Set<FailureKind> tolerates() {
            return Set.of();
        }

        @Override
        public ProtocolState start(int self, int processes, Controls controls) {
            return new ProtocolState() {
                @Override
                public Action before(EventType type, int index) {
                    return type.kind() == EventKind.VISIBLE ? Action.COMMIT : Action.PROCEED;
                }

                @Override
                public Action after(EventType type, int index) {
                    return type.kind() == EventKind.SEND ? Action.COMMIT : Action.PROCEED;
                }
            };
        }
    }
}
