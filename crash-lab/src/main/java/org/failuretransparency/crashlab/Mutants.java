package org.failuretransparency.crashlab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Edits of a recorded trace, each of them a bug that the program might have: a step left out, two stores swapped
/// across a fence, a publish or a sync, a publish moved before the store in front of it. An oracle that accepts them
/// all proves nothing; [Verdict#survivors()] says which ones it accepts.
///
/// A mutant is *equivalent* if each of its crash images is one of the original's too: no oracle can reject it.
public final class Mutants {

    private final Trace trace;
    private final List<Mutant> mutants = new ArrayList<>();

    private Mutants(Trace trace) {
        this.trace = trace;
    }

    private record Mutant(String description, Trace trace) {}

    /// What an oracle made of the mutants of a trace.
    ///
    /// @param caught number of mutants of which it rejected an image
    /// @param equivalent number of mutants that no oracle can reject
    /// @param survivors the edits of those that it should have rejected and did not
    public record Verdict(int caught, int equivalent, List<String> survivors) {}

    /// All mutants of a trace.
    public static Mutants of(Trace trace) {
        return of(trace, 0);
    }

    /// All mutants of a trace from one of its steps on.
    public static Mutants of(Trace trace, int firstStep) {
        Mutants mutants = new Mutants(trace);
        for (int step = firstStep; step < trace.length(); step++) {
            mutants.leaveOut(step);
            mutants.swapAround(step);
            mutants.moveEarlier(step);
        }
        return mutants;
    }

    public int size() {
        return mutants.size();
    }

    /// Lets the oracle judge the crash images of every mutant.
    ///
    /// @param crashes the model, for example `trace -> CrashImages.afterKill(trace, effort)`
    public Verdict judge(Function<Trace, CrashImages> crashes, Oracle oracle) {
        Set<Long> original = crashes.apply(trace).keys();
        int caught = 0;
        int equivalent = 0;
        List<String> survivors = new ArrayList<>();
        for (Mutant mutant : mutants) {
            CrashImages images = crashes.apply(mutant.trace());
            if (original.containsAll(images.keys())) {
                equivalent++;
            } else if (images.anyRejected(oracle)) {
                caught++;
            } else {
                survivors.add(mutant.description());
            }
        }
        return new Verdict(caught, equivalent, survivors);
    }

    private void leaveOut(int step) {
        Step left = trace.steps().get(step);
        if (left.changes() != null || left instanceof Step.Fence || left instanceof Step.Sync) {
            List<Step> edited = new ArrayList<>(trace.steps());
            edited.remove(step);
            add("left out " + left + ", step=" + step, edited);
        }
    }

    /// Swaps the nearest changes before and behind an ordering step.
    private void swapAround(int step) {
        Step around = trace.steps().get(step);
        if (!(around instanceof Step.Fence || around instanceof Step.Publish || around instanceof Step.Sync)) {
            return;
        }
        int before = nearestChange(step, -1);
        int behind = nearestChange(step, 1);
        if (before >= 0 && behind < trace.length()) {
            List<Step> edited = new ArrayList<>(trace.steps());
            Collections.swap(edited, before, behind);
            add("swapped steps=" + before + "," + behind + " across " + around + ", step=" + step, edited);
        }
    }

    private void moveEarlier(int step) {
        int before = nearestChange(step, -1);
        if (trace.steps().get(step) instanceof Step.Publish publish && before >= 0) {
            List<Step> edited = new ArrayList<>(trace.steps());
            edited.remove(step);
            edited.add(before, publish);
            add("moved " + publish + " from step=" + step + " to " + before, edited);
        }
    }

    private int nearestChange(int step, int direction) {
        int at = step + direction;
        while (at >= 0 && at < trace.length() && trace.steps().get(at).changes() == null) {
            at += direction;
        }
        return at;
    }

    private void add(String description, List<Step> edited) {
        mutants.add(new Mutant(description, trace.withSteps(edited)));
    }
}
