package org.failuretransparency.theory.figures;

import java.util.List;
import java.util.stream.Stream;
import org.failuretransparency.theory.equivalence.Equivalence;

/// Figure 2.2: two recoveries, judged by each equivalence function.
final class ComparedRecoveries implements Figure {

    private static final List<AlphabetProgram> PROGRAMS = List.of(
            new AlphabetProgram(AlphabetProgram.Commits.BEFORE_EACH_LETTER, 12),
            new AlphabetProgram(AlphabetProgram.Commits.BEFORE_EVERY_FOURTH_LETTER, 12));

    @Override
    public String id() {
        return "2.2";
    }

    @Override
    public String title() {
        return "Comparison of two recoveries";
    }

    @Override
    public String section() {
        return "2.2.2";
    }

    @Override
    public String whatToSee() {
        return """
                The first program commits immediately before each letter and repeats the last one; the second \
                commits less often and repeats several. Okay to duplicate last visible accepts the first only, \
                Definition 2 both, and the identity neither.""";
    }

    @Override
    public List<Finding> judgements() {
        return PROGRAMS.stream()
                .flatMap(program -> Stream.of(Equivalence.values())
                        .map(equivalence -> Finding.judged(
                                program.text(), equivalence, program.output(), List.of(AlphabetProgram.ALPHABET))))
                .toList();
    }
}
