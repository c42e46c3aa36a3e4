package org.failuretransparency.theory.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.failuretransparency.theory.Causality;
import org.failuretransparency.theory.explorer.Machine;
import org.failuretransparency.theory.explorer.MachineText;
import org.junit.jupiter.api.Test;

/// What each figure shows, pinned.
final class FiguresTest {

    @Test
    void figuresAreInTheDissertationsOrder() {
        assertThat(Figures.ALL)
                .extracting(Figure::id)
                .containsExactly("2.1", "2.2", "2.4", "2.5", "2.9", "2.10", "2.12", "4.1", "4.2");
    }

    @Test
    void everyFigureSaysWhatToSeeAndIsExamined() {
        assertThat(Figures.ALL).allSatisfy(figure -> {
            assertThat(figure.title()).isNotBlank();
            assertThat(figure.section()).matches("\\d\\.\\d(\\.\\d)?");
            assertThat(figure.whatToSee()).endsWith(".");
            assertThat(figure.run()).isNotEmpty().doesNotHaveDuplicates();
        });
    }

    @Test
    void refusesAFigureThatDoesNotRun() {
        assertThatThrownBy(() -> Figures.named("2.3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such figure: id=2.3, figures=2.1 2.2 2.4 2.5 2.9 2.10 2.12 4.1 4.2");
    }

    @Test
    void figure21IsConsistentUnderTheIdentity() {
        assertThat(found("2.1", "identity")).isTrue();
    }

    @Test
    void figure22TellsTheEquivalenceFunctionsApart() {
        String once = ": A B C D E F G H I J K L | L M";
        String several = ": A B C D E F G H I J K L | I J K L M";

        assertThat(found("2.2", "identity" + once)).isFalse();
        assertThat(found("2.2", "okay to duplicate last visible" + once)).isTrue();
        assertThat(found("2.2", "Definition 2" + once)).isTrue();
        assertThat(found("2.2", "identity" + several)).isFalse();
        assertThat(found("2.2", "okay to duplicate last visible" + several)).isFalse();
        assertThat(found("2.2", "Definition 2" + several)).isTrue();
    }

    @Test
    void figure24IsInconsistentWithoutACommitBetweenChoiceAndVisibleEvent() {
        assertThat(words("2.4", "checker: no commit"))
                .contains("safety: non-deterministic event 1 of P (e1) -> visible 2 of P (e2); "
                        + "no commit of P after 1 precedes it");
        assertThat(found("2.4", "checker: a commit")).isTrue();
        assertThat(found("2.4", "Definition 2: e2, e4")).isFalse();
        assertThat(words("2.4", "explorer: figure-2.4")).contains("No failure-free execution shows P: e4 after P: e2.");
        assertThat(found("2.4", "explorer: figure-2.4 with a commit")).isTrue();
    }

    @Test
    void figure25IsInconsistentWithoutACommitBetweenTossAndSend() {
        assertThat(words("2.5", "checker: no commit"))
                .contains("safety: non-deterministic event 1 of P0 (e1) -> send 2 -> receive 1 of P1 -> "
                        + "visible 2 of P1 (heads); no commit of P0 after 1 precedes it");
        assertThat(found("2.5", "checker: a commit")).isTrue();
        assertThat(found("2.5", "Definition 2: P1: heads, P2: tails")).isFalse();
        assertThat(words("2.5", "explorer: figure-2.5"))
                .contains("No failure-free execution shows P2: tails after P1: heads.");
        assertThat(found("2.5", "explorer: figure-2.5 with a commit")).isTrue();
    }

    @Test
    void figure29CommitsADependenceThatIsLost() {
        assertThat(words("2.9", "checker: P1 commits"))
                .contains("liveness: non-deterministic event 1 of P2 (e2) -> send 2 -> receive 3 of P1 -> "
                        + "commit 5 of P1; no commit of P2 after 1 precedes it");
        assertThat(found("2.9", "checker: P1 commits")).isFalse();
        assertThat(found("2.9", "checker: P1 asks P2")).isTrue();
        assertThat(words("2.9", "explorer: figure-2.9"))
                .contains("P1's committed state depends on what was lost")
                .contains("No process can go on");
        assertThat(found("2.9", "explorer: figure-2.9 without P3")).isTrue();
    }

    @Test
    void figure210BreaksTheInvariantWithoutHarm() {
        assertThat(found("2.10", "checker")).isFalse();
        assertThat(found("2.10", "explorer")).isTrue();
    }

    @Test
    void figure212CascadesOnlyWithNonDeterminismThatIsShown() {
        assertThat(Figures.named("2.12").run())
                .filteredOn(finding -> finding.subject().startsWith("classic rule"))
                .hasSize(3)
                .noneMatch(Finding::holds);
        assertThat(found("2.12", "the theory's rule: non-determinism between checkpoint and send, shown later"))
                .isFalse();
        assertThat(found("2.12", "the theory's rule: non-determinism between checkpoint and send, never shown"))
                .isTrue();
        assertThat(found("2.12", "the theory's rule: no non-determinism")).isTrue();
        assertThat(found("2.12", "checker: no non-determinism")).isTrue();
    }

    @Test
    void figure41LetsBothProcessesHoldTheLockAndFigure42DoesNot() {
        assertThat(words("4.1", "checker"))
                .contains("safety: non-deterministic event 1 of A (pass) -> send 2 -> receive 1 of B -> "
                        + "visible 2 of B (B holds the lock); no commit of A after 1 precedes it");
        assertThat(found("4.1", "Definition 2: B holds the lock, A holds the lock"))
                .isFalse();
        assertThat(Figures.named("4.2").run()).allMatch(Finding::holds);
    }

    @Test
    void allScenesAreComputations() {
        assertThat(Figures.ALL.stream().flatMap(figure -> figure.scenes().stream()))
                .hasSize(13)
                .allSatisfy(scene -> scene.computation()
                        .replay(new Causality(scene.computation().processes().size())));
    }

    @Test
    void everyFigureWithAModelExploresIt() {
        assertThat(Figures.ALL.stream()
                        .flatMap(figure -> figure.machines().stream().limit(1))
                        .map(Machine::name))
                .containsExactlyElementsOf(MachineText.MODELS);
    }

    private static boolean found(String figure, String subject) {
        return finding(figure, subject).holds();
    }

    private static String words(String figure, String subject) {
        return finding(figure, subject).words();
    }

    private static Finding finding(String figure, String subject) {
        return Figures.named(figure).run().stream()
                .filter(finding -> finding.subject().startsWith(subject))
                .findFirst()
                .orElseThrow();
    }
}
