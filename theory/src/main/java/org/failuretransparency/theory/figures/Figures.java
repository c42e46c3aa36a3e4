package org.failuretransparency.theory.figures;

import java.util.List;
import java.util.stream.Collectors;

/// The figures that run.
public final class Figures {

    /// All of them, in the dissertation's order.
    public static final List<Figure> ALL = List.of(
            new IdenticalRecovery(),
            new ComparedRecoveries(),
            new SingleProcess(),
            new SeveralProcesses(),
            new Livelock(),
            new JoiningPaths(),
            new DominoEffect(),
            new SharedLock(),
            new LockInTransactions());

    private Figures() {}

    /// The figure of this number, such as `2.5`.
    ///
    /// @throws IllegalArgumentException if there is none; the message lists all
    public static Figure named(String id) {
        return ALL.stream()
                .filter(figure -> figure.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such figure: id=" + id + ", figures="
                        + ALL.stream().map(Figure::id).collect(Collectors.joining(" "))));
    }
}
