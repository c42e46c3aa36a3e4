package org.failuretransparency.theory.figures;

import java.util.List;
import org.failuretransparency.theory.equivalence.Equivalence;

/// Figure 2.1: recovery that is consistent under the identity.
final class IdenticalRecovery implements Figure {

    private static final AlphabetProgram PROGRAM = new AlphabetProgram(AlphabetProgram.Commits.WITH_EACH_LETTER, 12);

    @Override
    public String id() {
        return "2.1";
    }

    @Override
    public String title() {
        return "Recovering an alphabet program";
    }

    @Override
    public String section() {
        return "2.2.2";
    }

    @Override
    public String whatToSee() {
        return """
                A program that writes the alphabet fails part way and recovers. There is a failure-free execution \
                that writes the same, letter for letter, so its recovery is consistent by Definition 1 even if the \
                equivalence function is the identity. That takes commits that are atomic with the visible events.""";
    }

    @Override
    public List<Finding> judgements() {
        return List.of(Finding.judged(
                PROGRAM.text(), Equivalence.IDENTITY, PROGRAM.output(), List.of(AlphabetProgram.ALPHABET)));
    }
}
