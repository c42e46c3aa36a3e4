package org.failuretransparency.theory.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.protocol.Protocols;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whether the workloads bring out what §6.2.4 and Figures 6.3 to 6.7 report of the applications they are images of.
/// The margins are those of the dissertation's words, not of its numbers.
final class WorkloadTest {

    private static final int EVENTS = 20_000;

    @ParameterizedTest
    @EnumSource(Workload.class)
    void isTheSameForTheSameSeedOnly(Workload workload) {
        Computation script = workload.script(10_000, 1);
        assertThat(workload.script(10_000, 1)).isEqualTo(script);
        assertThat(workload.script(10_000, 2)).isNotEqualTo(script);
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void isAsLongAsAskedFor(Workload workload) {
        assertThat(workload.script(1_000, 1).events()).hasSizeBetween(1_000, 1_100);
    }

    /// Figure 6.3: logging leaves a handful of almost 8000 commits; committing for visible events only hardly helps.
    @Test
    void loggingHelpsTheEditorMost() {
        assertThat(commits(Workload.EDITOR, "cand-log") * 100).isLessThan(commits(Workload.EDITOR, "cand"));
        assertThat(commits(Workload.EDITOR, "cbndvs-log") * 100).isLessThan(commits(Workload.EDITOR, "cbndvs"));
        assertThat(commits(Workload.EDITOR, "cpvs") * 10).isGreaterThan(9 * commits(Workload.EDITOR, "cand"));
    }

    /// Figure 6.4: from around 2000 commits to around 400 by committing for visible events only; logging does not help.
    @Test
    void committingForVisibleEventsHelpsTheSpreadsheetMost() {
        assertThat(commits(Workload.SPREADSHEET, "cpvs") * 4).isLessThan(commits(Workload.SPREADSHEET, "cand"));
        assertThat(commits(Workload.SPREADSHEET, "cand-log") * 10)
                .isGreaterThan(7 * commits(Workload.SPREADSHEET, "cand"));
        assertThat(commits(Workload.SPREADSHEET, "cbndvs-log")).isEqualTo(commits(Workload.SPREADSHEET, "cbndvs"));
    }

    /// Figure 6.5: logging removes roughly half of the commits, committing for visible events almost 80%.
    @Test
    void bothHelpTheLayoutEditor() {
        long cand = commits(Workload.LAYOUT, "cand");
        assertThat(commits(Workload.LAYOUT, "cand-log") * 100).isBetween(40 * cand, 60 * cand);
        assertThat(commits(Workload.LAYOUT, "cpvs") * 100).isBetween(18 * cand, 25 * cand);
    }

    /// Figure 6.6: the best protocols treat only writes to the screen as visible, by two-phase commit.
    @Test
    void twoPhaseCommitHelpsTheSharedMemoryMost() {
        for (String other : new String[] {"cand", "cpvs", "cbndvs", "cand-log", "cbndvs-log"}) {
            assertThat(commits(Workload.DSM, "cpv-2pc") * 50).isLessThan(commits(Workload.DSM, other));
            assertThat(commits(Workload.DSM, "cbndv-2pc") * 50).isLessThan(commits(Workload.DSM, other));
        }
    }

    /// Figure 6.7, which counts the commits of the process with the most of them: two-phase commit increases the
    /// number, and CBNDVS and CBNDVS-LOG have the fewest.
    @Test
    void twoPhaseCommitHarmsTheGame() {
        assertThat(largest("cpv-2pc") * 2).isGreaterThan(3 * largest("cpvs"));
        assertThat(largest("cbndv-2pc") * 2).isGreaterThan(3 * largest("cbndvs"));
        assertThat(largest("cbndvs-log") * 10).isBetween(9 * largest("cbndvs"), 10 * largest("cbndvs"));
        for (String other : new String[] {"cand", "cpvs", "cand-log", "cpv-2pc", "cbndv-2pc"}) {
            assertThat(largest("cbndvs") * 11).isLessThan(10 * largest(other));
        }
    }

    private static long commits(Workload workload, String protocol) {
        return Runs.count(workload.script(EVENTS, 1), Protocols.named(protocol)).commits();
    }

    private static long largest(String protocol) {
        Computation script = Workload.GAME.script(EVENTS, 1);
        return Runs.count(script, Protocols.named(protocol)).largestCommits();
    }
}
