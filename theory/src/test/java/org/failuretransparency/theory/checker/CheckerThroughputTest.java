package org.failuretransparency.theory.checker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The computations whose checking is measured are what their names say, at any length.
final class CheckerThroughputTest {

    @ParameterizedTest
    @EnumSource(CheckerThroughput.Mixture.class)
    void judgesALongComputationRightly(CheckerThroughput.Mixture mixture) {
        Verdict verdict = check(mixture, 300_000);
        assertThat(verdict.events()).isGreaterThanOrEqualTo(300_000);
        assertThat(verdict.holds()).isEqualTo(mixture.name().matches("COMMITS|LOGS|CRASHES"));
    }

    @Test
    @Tag("long")
    void judgesTenMillionEvents() {
        assertThat(check(CheckerThroughput.Mixture.LOGS, 10_000_000).holds()).isTrue();
    }

    private static Verdict check(CheckerThroughput.Mixture mixture, int events) {
        CommitInvariant invariant =
                new CommitInvariant(CheckerThroughput.names(), Failures.SEVERAL, CommitInvariant.DEFAULT_KEPT);
        CheckerThroughput.generator(mixture, 1, invariant).run(events);
        return invariant.end();
    }
}
