package org.failuretransparency.theory.figures;

import java.util.List;
import java.util.stream.Stream;
import org.failuretransparency.theory.explorer.Machine;
import org.failuretransparency.theory.explorer.MachineText;

/// A figure of the dissertation that runs.
///
/// **Threads**: any; immutable.
public interface Figure {

    /// Its number: `2.5`.
    String id();

    /// Its title in the dissertation, or what it shows where it has none.
    String title();

    /// The section that it belongs to: `2.2.4`.
    String section();

    /// What to see in it, in a few sentences.
    String whatToSee();

    /// Computations to draw.
    default List<Scene> scenes() {
        return List.of();
    }

    /// Machines to explore. Those named as the figure are [MachineText#MODELS] too.
    default List<Machine> machines() {
        return List.of();
    }

    /// Outputs of recovered computations, judged by equivalence functions.
    default List<Finding> judgements() {
        return List.of();
    }

    /// Examines the figure: gives its computations to the checker, explores its machines, judges its outputs.
    default List<Finding> run() {
        return Stream.of(
                        scenes().stream().map(Finding::checked),
                        machines().stream().map(Finding::explored),
                        judgements().stream())
                .flatMap(findings -> findings)
                .toList();
    }
}
