package org.failuretransparency.theory.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.RandomComputations;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The checker and the theorem's formula must agree on every random computation: on which events are violations, and on
/// how short the witnesses are. A failure names the seed, which with the parameters is all that it takes to repeat it.
final class CommitInvariantAgainstBruteForceTest {

    private static final int KEPT = 1000;

    @ParameterizedTest
    @EnumSource(Failures.class)
    void agreesOnSmallComputations(Failures failures) {
        Tally tally = compare(failures, 0, 15_000, 60);
        // Were one side of the comparison rare, it would prove little.
        assertThat(tally.held).isGreaterThan(5_000);
        assertThat(tally.violated).isGreaterThan(5_000);
        for (Violation.Kind kind : Violation.Kind.values()) {
            assertThat(tally.kinds.get(kind)).as(kind.name()).isGreaterThan(1_000);
        }
        assertThat(tally.lost).isGreaterThan(500);
        assertThat(tally.inRounds).isGreaterThan(500);
        assertThat(tally.overMessages).isGreaterThan(300);
    }

    @Test
    @Tag("long")
    void agreesOnManyAndLongerComputations() {
        for (Failures failures : Failures.values()) {
            compare(failures, 1_000_000, 400_000, 30);
            compare(failures, 2_000_000, 20_000, 150);
        }
    }

    private static Tally compare(Failures failures, long firstSeed, int count, int maxEvents) {
        Tally tally = new Tally();
        for (long seed = firstSeed; seed < firstSeed + count; seed++) {
            Computation computation = RandomComputations.of(seed, failures == Failures.ONE, maxEvents);
            CommitInvariant invariant = new CommitInvariant(computation.processes(), failures, KEPT);
            computation.replay(invariant);
            Verdict verdict = invariant.end();
            BruteForceInvariant reference = new BruteForceInvariant(computation, failures);
            String what = "seed=" + seed + ", maxEvents=" + maxEvents + ", failures=" + failures;
            List<Integer> targets = verdict.first().stream()
                    .filter(violation -> violation.kind() != Violation.Kind.COROLLARY_1)
                    .map(violation -> reference.place(violation.target()))
                    .sorted()
                    .toList();
            assertThat(targets).as(what).isEqualTo(reference.violations());
            assertThat(verdict.corollary1()).as(what).isEqualTo(reference.corollary1());
            verdict.first().forEach(violation -> compareWitness(violation, reference, what));
            tally.add(verdict);
        }
        return tally;
    }

    private static void compareWitness(Violation violation, BruteForceInvariant reference, String what) {
        if (violation.kind() == Violation.Kind.COROLLARY_1) {
            return;
        }
        int target = reference.place(violation.target());
        int found = reference.place(violation.nonDeterministic());
        long[] distances = reference.distances(target);
        String which = what + ": " + violation.words();
        assertThat(reference.uncovered(target)).as(which).contains(found);
        assertThat(BruteForceInvariant.distance(violation.witness())).as(which).isEqualTo(distances[found]);
        boolean inRound = violation.target().kind() == EventKind.COMMIT
                && violation.target().peerIndex() >= 0;
        if (!inRound) {
            // A crash that breaks a round is reported before the round's other commits could be missing.
            long shortest = reference.uncovered(target).stream()
                    .mapToLong(place -> distances[place])
                    .min()
                    .orElseThrow();
            assertThat(distances[found]).as(which).isEqualTo(shortest);
        }
        List<Event> chain = violation.witness().events();
        assertThat(chain.getFirst()).as(which).isEqualTo(violation.nonDeterministic());
        assertThat(chain.getLast()).as(which).isEqualTo(violation.target());
        int[] places = chain.stream().mapToInt(reference::place).toArray();
        assertThat(Arrays.stream(places).sorted().toArray()).as(which).isEqualTo(places);
    }

    /// What the compared computations were like.
    private static final class Tally {
        private final Map<Violation.Kind, Long> kinds = new EnumMap<>(Violation.Kind.class);
        private int held;
        private int violated;
        private int lost;
        private int inRounds;
        private int overMessages;

        void add(Verdict verdict) {
            if (verdict.holds()) {
                held++;
            } else {
                violated++;
            }
            for (Violation violation : verdict.first()) {
                kinds.merge(violation.kind(), 1L, Long::sum);
                lost += violation.words().contains(" lost it") ? 1 : 0;
                inRounds += violation.words().contains("in round") ? 1 : 0;
                overMessages += violation.witness().messages() > 1 ? 1 : 0;
            }
        }
    }
}
