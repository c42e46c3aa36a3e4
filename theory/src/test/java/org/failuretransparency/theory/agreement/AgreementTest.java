package org.failuretransparency.theory.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import org.failuretransparency.theory.agreement.Agreement.Options;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class AgreementTest {

    private static final long SEED = 20_241;

    @Test
    void checkerAndExplorerAgreeOnAllSmallComputationsOfTwoProcesses() {
        Counts counts = agree(Options.allOfTwoProcesses(5));

        assertThat(counts.tried()).isEqualTo(4_189);
    }

    @Test
    void checkerAndExplorerAgreeOnRandomComputationsOfThreeProcesses() {
        agree(Options.random(1_000, SEED));
    }

    @Test
    void checkerAndExplorerAgreeOnRandomComputationsWithRoundsAndLogs() {
        agree(Options.random(1_000, SEED).withRoundsAndLogs());
    }

    @Test
    @Tag("long")
    void checkerAndExplorerAgreeOnAllComputationsOfTwoProcessesAndSixEvents() {
        assertThat(agree(Options.allOfTwoProcesses(6)).tried()).isEqualTo(22_092);
    }

    @Test
    @Tag("long")
    void checkerAndExplorerAgreeOnManyRandomComputations() {
        agree(Options.random(100_000, SEED));
        agree(Options.random(50_000, SEED).withRoundsAndLogs());
        agree(Options.randomOfTwo(20_000, SEED).withRoundsAndLogs());
    }

    private static Counts agree(Options options) {
        Counts counts = Agreement.run(options);

        assertThat(counts.disagreements()).as("%s: %s", options, counts.words()).isZero();
        assertThat(counts.accepted()).as("computations that were accepted").isGreaterThan(counts.tried() / 10);
        assertThat(counts.rejectedUnderAssumptions())
                .as("computations that necessity is about")
                .isGreaterThan(counts.tried() / 50);
        assertThat(counts.badRuns()).isEqualTo(counts.rejectedUnderAssumptions());
        return counts;
    }
}
