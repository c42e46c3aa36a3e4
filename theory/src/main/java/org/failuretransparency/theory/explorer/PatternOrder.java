package org.failuretransparency.theory.explorer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.failuretransparency.theory.explorer.Pattern.Act;
import org.failuretransparency.theory.explorer.Pattern.Kind;

/// The events of a [Pattern] in an order in which they can happen, with what each knows: the choices that causally
/// precede it by messages and within its process.
final class PatternOrder {

    /// An event of the pattern.
    ///
    /// @param known the choices that causally precede it, as (process, index)
    /// @param sendIndex of a receive the index of its send; of a log the index of the last event that it covers
    record Place(int process, int index, List<Choice> known, int sendIndex) {}

    /// A choice: the event `index` of `process`.
    record Choice(int process, int index) {}

    private final Pattern pattern;
    private final List<Place> places = new ArrayList<>();
    private final int[] at;
    /// By process p: the last event of each process that p's next event causally follows.
    private final int[][] clocks;
    /// By sender and receiver: the sends that happened.
    private final List<List<List<Place>>> sent = new ArrayList<>();

    private final int[][] received;
    private final List<int[]> sendClocks = new ArrayList<>();
    private final List<Place> sendPlaces = new ArrayList<>();

    PatternOrder(Pattern pattern) {
        this.pattern = pattern;
        int processes = pattern.processes().size();
        at = new int[processes];
        clocks = new int[processes][processes];
        received = new int[processes][processes];
        for (int p = 0; p < processes; p++) {
            Arrays.fill(clocks[p], -1);
            List<List<Place>> to = new ArrayList<>();
            for (int q = 0; q < processes; q++) {
                to.add(new ArrayList<>());
            }
            sent.add(to);
        }
        boolean progress = true;
        while (progress) {
            progress = false;
            for (int p = 0; p < processes; p++) {
                while (at[p] < pattern.processes().get(p).size() && step(p)) {
                    progress = true;
                }
            }
        }
    }

    /// Whether all events can happen.
    boolean complete() {
        for (int p = 0; p < at.length; p++) {
            if (at[p] < pattern.processes().get(p).size()) {
                return false;
            }
        }
        return true;
    }

    List<Place> places() {
        return places;
    }

    /// The place of an event.
    Place place(int process, int index) {
        return places.stream()
                .filter(place -> place.process() == process && place.index() == index)
                .findFirst()
                .orElseThrow();
    }

    private boolean step(int p) {
        Act act = pattern.processes().get(p).get(at[p]);
        return switch (act.kind()) {
            case ROUND -> round(act.peer());
            case SEND -> send(p, act.peer());
            case RECEIVE -> receive(p, act.peer());
            case LOG -> clocks[p][act.peer()] >= 0 && happens(p, clocks[p][act.peer()]);
            default -> happens(p, -1);
        };
    }

    private boolean happens(int p, int sendIndex) {
        add(p, sendIndex);
        return true;
    }

    private boolean send(int p, int to) {
        Place place = add(p, -1);
        sendPlaces.add(place);
        sendClocks.add(clocks[p].clone());
        sent.get(p).get(to).add(place);
        return true;
    }

    private boolean receive(int p, int from) {
        List<Place> channel = sent.get(from).get(p);
        if (received[p][from] == channel.size()) {
            return false;
        }
        Place send = channel.get(received[p][from]++);
        int[] clock = sendClocks.get(sendPlaces.indexOf(send));
        add(p, send.index());
        for (int q = 0; q < clock.length; q++) {
            clocks[p][q] = Math.max(clocks[p][q], clock[q]);
        }
        return true;
    }

    private boolean round(int round) {
        Act act = Act.to(Kind.ROUND, round);
        List<Integer> participants = new ArrayList<>();
        for (int p = 0; p < at.length; p++) {
            List<Act> acts = pattern.processes().get(p);
            if (acts.contains(act)) {
                participants.add(p);
                if (acts.indexOf(act) != at[p]) {
                    return false;
                }
            }
        }
        participants.forEach(p -> add(p, -1));
        return true;
    }

    private Place add(int p, int sendIndex) {
        List<Choice> known = new ArrayList<>();
        for (int q = 0; q < at.length; q++) {
            for (int i = 0; i <= clocks[p][q]; i++) {
                Kind kind = pattern.processes().get(q).get(i).kind();
                if (kind == Kind.CHOOSE || kind == Kind.CHOOSE_UNRECORDED) {
                    known.add(new Choice(q, i));
                }
            }
        }
        Place place = new Place(p, at[p], known, sendIndex);
        places.add(place);
        clocks[p][p] = at[p]++;
        return place;
    }
}
