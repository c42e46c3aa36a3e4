package org.failuretransparency.theory.explorer;

import java.util.ArrayList;
import java.util.List;

/// Puts a bad run into words, by executing it again.
final class Story {

    /// A failure-free output and how far a sequence of labels agrees with it.
    private record Nearest(List<Integer> output, int agreed) {}

    private final Locals locals;
    private final Layout layout;
    private final Outputs outputs;
    private final Search search;
    private final List<String> steps = new ArrayList<>();
    private final List<Integer> shown = new ArrayList<>();

    Story(Locals locals, Layout layout, Outputs outputs, Search search) {
        this.locals = locals;
        this.layout = layout;
        this.outputs = outputs;
        this.search = search;
    }

    BadRun tell() {
        int[] before = new int[layout.words()];
        int[] after = new int[layout.words()];
        search.table().read(0, before);
        int failures = 0;
        for (Search.Way way : search.badWay()) {
            if (way.state() == StateTable.NONE) {
                event(way.move(), before);
                continue;
            }
            search.table().read(way.state(), after);
            if (Moves.isFailure(way.move())) {
                failures++;
                failure(Moves.failed(way.move()), before, after);
            } else {
                event(way.move(), before);
            }
            System.arraycopy(after, 0, before, 0, after.length);
        }
        Nearest nearest = nearest();
        BadRun.Kind kind = search.badEvent() ? BadRun.Kind.SAFETY : BadRun.Kind.LIVENESS;
        return new BadRun(kind, steps, words(shown), words(nearest.output()), nearest.agreed(), failures);
    }

    private List<String> words(List<Integer> labels) {
        return labels.stream().map(locals::label).toList();
    }

    private void event(int event, int[] before) {
        int p = Moves.process(event);
        Local state = locals.local(p, before[Layout.local(p)]);
        if (state.act.op() == Local.Op.SHOW) {
            shown.add(state.act.word());
        }
        steps.add(locals.name(p) + " " + locals.words(state, Moves.branch(event)));
    }

    private void failure(int failed, int[] before, int[] after) {
        List<String> failures = new ArrayList<>();
        List<String> consequences = new ArrayList<>();
        for (int p = 0; p < layout.processes; p++) {
            int newlyStuck = after[Layout.STUCK] & ~before[Layout.STUCK];
            String name = locals.name(p);
            if ((failed >> p & 1) != 0) {
                failures.add(name + " fails and recovers to its committed state");
            } else if (before[Layout.local(p)] != after[Layout.local(p)]) {
                consequences.add(name + " depends on what was lost and is rolled back");
            }
            if ((newlyStuck >> p & 1) != 0) {
                consequences.add(
                        name + "'s committed state depends on what was lost: it must never show or commit again");
            }
        }
        failures.addAll(consequences);
        steps.add(String.join("; ", failures));
    }

    private Nearest nearest() {
        List<Nearest> best = new ArrayList<>(List.of(new Nearest(List.of(), -1)));
        outputs.forEachWhole(node -> {
            List<Integer> output = outputs.sequence(node);
            int agreed = agreed(output);
            if (agreed > best.getFirst().agreed()) {
                best.set(0, new Nearest(output, agreed));
            }
        });
        return best.getFirst();
    }

    /// How many labels of `output` were shown in order, up to the first label that Definition 2 does not allow. If the
    /// output only is not whole, those that do not allow it are no candidates: -1.
    private int agreed(List<Integer> output) {
        int at = 0;
        for (int i = 0; i < shown.size(); i++) {
            if (at < output.size() && shown.get(i).equals(output.get(at))) {
                at++;
            } else if (!shown.subList(0, i).contains(shown.get(i))) {
                return search.badEvent() ? at : -1;
            }
        }
        return at;
    }
}
