package org.failuretransparency.theory.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelsTest {

    private static final ExplorerOptions SHORTEST = ExplorerOptions.DEFAULT.withShortest(true);

    @ParameterizedTest
    @CsvSource({
        "figure-2.4, SAFETY",
        "figure-2.5, SAFETY",
        "figure-2.9, LIVENESS",
        "figure-2.10, ",
        "figure-4.1, SAFETY",
        "figure-4.2, ",
    })
    void findsWhatTheFigureSays(String model, BadRun.@Nullable Kind kind) {
        Optional<BadRun> bad =
                Explorer.explore(MachineText.model(model), SHORTEST).badRun();

        assertThat(bad.map(BadRun::kind)).isEqualTo(Optional.ofNullable(kind));
    }

    @Test
    void tellsABadRunAsAStory() {
        BadRun bad = Explorer.explore(MachineText.model("figure-2.5"), SHORTEST)
                .badRun()
                .orElseThrow();

        assertThat(bad.story()).isEqualTo("""
                  1. P0 commits
                  2. P0 chooses heads
                  3. P0 sends heads to P1
                  4. P1 receives heads from P0
                  5. P1 shows heads
                  6. P0 fails and recovers to its committed state; P1 depends on what was lost and is rolled back
                  7. P0 chooses tails
                  8. P0 sends tails to P2
                  9. P2 receives tails from P0
                 10. P2 shows tails
                observer saw: P1: heads, P2: tails
                nearest failure-free output: P1: heads
                No failure-free execution shows P2: tails after P1: heads.
                """);
    }

    @Test
    void tellsOfAProcessThatCanNeitherGoOnNorBack() {
        BadRun bad = Explorer.explore(MachineText.model("figure-2.9"), SHORTEST)
                .badRun()
                .orElseThrow();

        assertThat(bad.steps())
                .contains("P2 fails and recovers to its committed state; P1's committed state depends on what was lost:"
                        + " it must never show or commit again");
        assertThat(bad.story()).contains("No process can go on, and P3: ");
    }
}
