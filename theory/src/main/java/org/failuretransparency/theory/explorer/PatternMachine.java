package org.failuretransparency.theory.explorer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.failuretransparency.theory.explorer.Pattern.Act;
import org.failuretransparency.theory.explorer.PatternOrder.Choice;
import org.failuretransparency.theory.explorer.PatternOrder.Place;

/// Turns a [Pattern] into a [Machine]: a state is the place that a process is at and the results of the choices that it
/// knows, as a string of digits in the order of [Place#known].
final class PatternMachine {

    private static final Comparator<Choice> IN_ORDER =
            Comparator.comparingInt(Choice::process).thenComparingInt(Choice::index);

    private final Pattern pattern;
    private final PatternOrder order;

    PatternMachine(Pattern pattern, PatternOrder order) {
        this.pattern = pattern;
        this.order = order;
    }

    Machine build() {
        Machine.Builder machine = Machine.named(pattern.toString());
        for (int p = 0; p < pattern.processes().size(); p++) {
            machine.process(Pattern.name(p));
            List<Act> acts = pattern.processes().get(p);
            for (int i = 0; i < acts.size(); i++) {
                Place place = order.place(p, i);
                for (String results : allResults(place.known().size())) {
                    machine.state(state(p, i, results), step(place, acts.get(i), results));
                }
            }
        }
        return machine.build();
    }

    private static List<String> allResults(int choices) {
        List<String> results = new ArrayList<>(List.of(""));
        for (int i = 0; i < choices; i++) {
            results = results.stream()
                    .flatMap(prefix -> List.of(prefix + "0", prefix + "1").stream())
                    .toList();
        }
        return results;
    }

    private String state(int process, int index, String results) {
        return index == pattern.processes().get(process).size() ? Machine.END : index + ":" + results;
    }

    private Step step(Place place, Act act, String results) {
        int p = place.process();
        String next = state(p, place.index() + 1, results);
        return switch (act.kind()) {
            case CHOOSE -> choose(place, results, true);
            case CHOOSE_UNRECORDED -> choose(place, results, false);
            case SHOW -> new Step.Show(place.index() + label(place, results), next);
            case SEND -> new Step.Send(Pattern.name(act.peer()), results, next);
            case RECEIVE -> receive(place, act.peer(), results);
            case COMMIT -> new Step.Commit("", next);
            case ROUND -> new Step.Commit(Integer.toString(act.peer()), next);
            case LOG -> new Step.Log(Pattern.name(act.peer()), next);
        };
    }

    private Step choose(Place place, String results, boolean recorded) {
        List<Step.Branch> branches = new ArrayList<>();
        Choice self = new Choice(place.process(), place.index());
        for (String result : List.of("0", "1")) {
            String more = merge(place.known(), results, List.of(self), result);
            branches.add(new Step.Branch(result, state(place.process(), place.index() + 1, more)));
        }
        return new Step.Choose(branches, recorded);
    }

    private Step receive(Place place, int from, String results) {
        List<Choice> sent = order.place(from, place.sendIndex()).known();
        List<Step.Branch> branches = new ArrayList<>();
        for (String message : allResults(sent.size())) {
            String more = merge(place.known(), results, sent, message);
            branches.add(new Step.Branch(message, state(place.process(), place.index() + 1, more)));
        }
        return new Step.Receive(Pattern.name(from), branches);
    }

    /// The results of two lists of choices together, in order. What is in both is taken from the first: it is the same,
    /// since a process that knows a lost result never receives anything again.
    private static String merge(List<Choice> first, String firstResults, List<Choice> second, String secondResults) {
        TreeSet<Choice> all = new TreeSet<>(IN_ORDER);
        all.addAll(first);
        all.addAll(second);
        StringBuilder merged = new StringBuilder();
        for (Choice choice : all) {
            int i = first.indexOf(choice);
            merged.append(i >= 0 ? firstResults.charAt(i) : secondResults.charAt(second.indexOf(choice)));
        }
        return merged.toString();
    }

    private static String label(Place place, String results) {
        StringBuilder label = new StringBuilder();
        for (int i = 0; i < results.length(); i++) {
            Choice choice = place.known().get(i);
            label.append(' ').append(Pattern.name(choice.process())).append('.').append(choice.index());
            label.append('=').append(results.charAt(i));
        }
        return label.toString();
    }
}
