package org.failuretransparency.theory.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.InvalidMachineException;
import org.failuretransparency.theory.explorer.Pattern.Act;
import org.failuretransparency.theory.explorer.Pattern.Kind;
import org.failuretransparency.theory.protocol.Action;
import org.failuretransparency.theory.protocol.Controls;
import org.failuretransparency.theory.protocol.FailureKind;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.ProtocolState;
import org.failuretransparency.theory.protocol.Protocols;
import org.failuretransparency.theory.protocol.SpacePoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Protocols as they are, in executions with failures.
final class ProtocolExplorationTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "commit-every-event",
                "cand",
                "cpvs",
                "cbndvs",
                "cand-log",
                "cbndvs-log",
                "cpv-2pc",
                "cbndv-2pc",
                "messages-in-local-transactions",
                "process-pairs",
                "targon32",
                "hypervisor",
                "lazy-logging"
            })
    void makeEveryComputationRecoverConsistently(String protocol) {
        for (int seed = 0; seed < 60; seed++) {
            Pattern pattern = application(new SplittableRandom(seed));

            Exploration exploration =
                    Explorer.explore(pattern.machine(), Protocols.named(protocol), ExplorerOptions.DEFAULT);

            assertThat(exploration.badRun().map(BadRun::story))
                    .as("protocol=%s, seed=%d, pattern=%s", protocol, seed, pattern)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"figure-2.4", "figure-2.5", "figure-2.9", "figure-4.1"})
    void mendsTheFiguresThatRecoverInconsistently(String model) {
        Machine machine = MachineText.model(model);

        assertThat(Explorer.explore(machine, ExplorerOptions.DEFAULT).badRun()).isPresent();
        assertThat(Explorer.explore(machine, Protocols.named("cbndvs"), ExplorerOptions.DEFAULT)
                        .badRun())
                .isEmpty();
    }

    @Test
    void findsThatAProtocolMustNotForgetSends() {
        Protocol forgetful = new Protocol() {
            private final Protocol cpvs = Protocols.named("cpvs");

            @Override
            public String id() {
                return "commit prior to visible only";
            }

            @Override
            public String description() {
                return cpvs.description();
            }

            @Override
            public String section() {
                return cpvs.section();
            }

            @Override
            public SpacePoint place() {
                return cpvs.place();
            }

            @Override
            public Set<FailureKind> tolerates() {
                return cpvs.tolerates();
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
                        return Action.PROCEED;
                    }
                };
            }
        };

        Machine machine = MachineText.model("figure-2.5");

        assertThat(Explorer.explore(machine, forgetful, ExplorerOptions.DEFAULT).badRun())
                .isPresent();
    }

    @Test
    void refusesAProtocolThatNeedsMessagesOfItsOwn() {
        Machine machine = MachineText.model("figure-2.5");

        assertThatThrownBy(() -> Explorer.explore(machine, Protocols.named("direct"), ExplorerOptions.DEFAULT))
                .isInstanceOf(InvalidMachineException.class)
                .hasMessageStartingWith("a protocol that the explorer cannot run: protocol=direct, needs=");
    }

    /// A computation without commits and logs.
    private static Pattern application(SplittableRandom random) {
        while (true) {
            List<List<Act>> processes = new ArrayList<>();
            for (List<Act> acts : Patterns.random(random, 3, 9, true).processes()) {
                processes.add(
                        acts.stream().filter(act -> isOfApplication(act.kind())).toList());
            }
            Pattern pattern = new Pattern(processes);
            if (pattern.possible() && processes.stream().mapToInt(List::size).sum() >= 6) {
                return pattern;
            }
        }
    }

    private static boolean isOfApplication(Kind kind) {
        return switch (kind) {
            case COMMIT, ROUND, LOG -> false;
            default -> true;
        };
    }
}
