package org.failuretransparency.theory.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.Protocols;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every protocol must do on every script.
final class ProtocolContractTest {

    private static final int SCRIPTS = 1_000;

    static Stream<Protocol> protocols() {
        return Protocols.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void upholdsTheInvariantOnRandomScripts(Protocol protocol) {
        for (long seed = 0; seed < SCRIPTS; seed++) {
            Computation script = randomScript(seed);
            Computation.Builder computation = Computation.of(script.processes().toArray(String[]::new));
            Simulator.run(script, protocol, computation);
            assertThat(BruteForce.violations(computation.build()))
                    .as("seed=%d", seed)
                    .isEmpty();
        }
    }

    private static Computation randomScript(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Scripts.random(1 + random.nextInt(4), 20 + random.nextInt(30), random);
    }
}
