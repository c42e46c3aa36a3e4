package org.failuretransparency.theory.explorer;

import java.util.List;

/// A run that recovers inconsistently: its visible output is equivalent to that of no failure-free execution.
///
/// @param kind what is wrong with the output
/// @param steps what happened, one step an element, in words
/// @param shown the visible events V, in order
/// @param nearest the failure-free output that V agrees with furthest
/// @param agreed how many of the labels of `nearest` V has shown, in order
/// @param failures how many times processes failed
///
/// **Source:** §2.2.2, Definition 1 and Definition 2.
public record BadRun(
        Kind kind, List<String> steps, List<String> shown, List<String> nearest, int agreed, int failures) {

    /// What is wrong with an output.
    public enum Kind {
        /// It has a visible event that no failure-free execution with the visible events before it has.
        SAFETY,
        /// The computation can do nothing more, and its output is not whole.
        LIVENESS
    }

    public BadRun {
        steps = List.copyOf(steps);
        shown = List.copyOf(shown);
        nearest = List.copyOf(nearest);
    }

    /// The run for people to read.
    public String story() {
        StringBuilder story = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            story.append(String.format("%3d. %s\n", i + 1, steps.get(i)));
        }
        story.append("observer saw: ").append(list(shown)).append('\n');
        story.append("nearest failure-free output: ").append(list(nearest)).append('\n');
        return story.append(verdict()).append('\n').toString();
    }

    private String verdict() {
        return switch (kind) {
            case SAFETY ->
                "No failure-free execution shows " + shown.getLast() + " after "
                        + list(shown.subList(0, shown.size() - 1)) + ".";
            case LIVENESS -> "No process can go on, and " + nearest.get(agreed) + " was not shown.";
        };
    }

    private static String list(List<String> labels) {
        return labels.isEmpty() ? "(nothing)" : String.join(", ", labels);
    }
}
