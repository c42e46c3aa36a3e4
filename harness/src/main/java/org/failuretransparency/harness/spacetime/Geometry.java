package org.failuretransparency.harness.spacetime;

import java.util.Arrays;
import java.util.List;
import org.failuretransparency.harness.spacetime.SpaceTime.Node;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;

/// Where columns and processes lie on the picture, in points: columns so far apart that no two labels of a process
/// meet.
final class Geometry {

    static final int MARGIN = 24;

    private static final double COLUMN = 40;
    private static final double BETWEEN_LABELS = 8;
    private static final double LANE = 92;
    private static final double ABOVE_FIRST_LANE = 58;
    private static final double BELOW_LAST_LANE = 44;
    private static final double ARROW_OF_TIME = 46;

    private final double[] columns;
    private final double left;
    private final double top;
    private final int processes;

    private Geometry(double[] columns, double left, double top, int processes) {
        this.columns = columns;
        this.left = left;
        this.top = top;
        this.processes = processes;
    }

    /// The same, `width` wide at least.
    Geometry stretchedTo(double width) {
        double scale = (width - MARGIN - ARROW_OF_TIME - left) / (columns[columns.length - 1] - left);
        if (scale <= 1) {
            return this;
        }
        double[] stretched = new double[columns.length];
        Arrays.setAll(stretched, column -> left + scale * (columns[column] - left));
        return new Geometry(stretched, left, top, processes);
    }

    /// @param top where the first process's space begins
    static Geometry of(SpaceTime diagram, double top) {
        double left = MARGIN
                + diagram.processes().stream()
                        .mapToDouble(name -> Ink.widthOf(name, Ink.PROCESS))
                        .max()
                        .orElse(0)
                + 14;
        int processes = diagram.processes().size();
        double[] columns = new double[diagram.columns()];
        Arrays.setAll(columns, column -> left + COLUMN * (column + 0.75));
        double[] above = new double[processes];
        double[] below = new double[processes];
        Arrays.fill(above, left);
        Arrays.fill(below, left);
        for (int column = 0; column < columns.length; column++) {
            int here = column;
            List<Node> nodes = diagram.nodes().stream()
                    .filter(node -> node.column() == here)
                    .toList();
            double x = column == 0 ? columns[0] : columns[column - 1] + COLUMN;
            for (Node node : nodes) {
                double taken = (labelIsAbove(node.event()) ? above : below)
                        [node.event().process()];
                x = Math.max(x, taken + halfLabel(node.event()));
            }
            columns[column] = x;
            for (Node node : nodes) {
                (labelIsAbove(node.event()) ? above : below)[node.event().process()] =
                        x + halfLabel(node.event()) + BETWEEN_LABELS;
            }
        }
        return new Geometry(columns, left, top, processes);
    }

    /// What a visible event shows stands above it, at the end of its arrow; everything else below the line.
    static boolean labelIsAbove(Event event) {
        return event.kind() == EventKind.VISIBLE;
    }

    private static double halfLabel(Event event) {
        return Ink.widthOf(Labels.of(event), Ink.LABEL) / 2;
    }

    double x(Node node) {
        return columns[node.column()];
    }

    double y(int process) {
        return top + ABOVE_FIRST_LANE + LANE * process;
    }

    double y(Node node) {
        return y(node.event().process());
    }

    /// Where the processes' lines begin.
    double left() {
        return left;
    }

    /// Where the processes' lines end, past the last event.
    double right() {
        return columns[columns.length - 1] + ARROW_OF_TIME;
    }

    double bottom() {
        return y(processes - 1) + BELOW_LAST_LANE;
    }
}
