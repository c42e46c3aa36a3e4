package org.failuretransparency.theory.explorer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.failuretransparency.theory.equivalence.Equivalence;
import org.failuretransparency.theory.explorer.Pattern.Act;
import org.failuretransparency.theory.explorer.Pattern.Kind;

/// Executes a pattern as the words of Chapter 2 say, with sets of event occurrences and no tables: each choice that was
/// ever made has its own name, lost ones are remembered for good, messages and states carry all the choices that they
/// depend on, the whole output is kept and compared with all failure-free outputs. For choices, visible events, sends,
/// receives and commits; for a few events only.
final class NaiveExplorer {

    /// One execution of a choice. The same choice made again after a rollback has another number.
    private record Choice(int process, int index, int rollbacks, int result) {}

    private record Message(int from, int to, int number, Set<Choice> past) {}

    private record Site(int next, Set<Choice> past, int committedNext, Set<Choice> committedPast, int rollbacks) {}

    private record State(List<Site> sites, Set<Message> channel, Set<Choice> lost, List<String> shown, int failures) {}

    private final Pattern pattern;
    private final int maxFailures;
    private final Set<List<String>> failureFree = new LinkedHashSet<>();
    private final Set<State> known = new HashSet<>();
    private final Deque<State> frontier = new ArrayDeque<>();

    private NaiveExplorer(Pattern pattern, int maxFailures) {
        this.pattern = pattern;
        this.maxFailures = maxFailures;
    }

    /// Whether every run with at most that many failures recovers consistently.
    static boolean consistent(Pattern pattern, int failures) {
        NaiveExplorer reference = new NaiveExplorer(pattern, 0);
        reference.run();
        NaiveExplorer explorer = new NaiveExplorer(pattern, failures);
        explorer.failureFree.addAll(reference.failureFree);
        return explorer.run();
    }

    private boolean run() {
        List<Site> sites = new ArrayList<>();
        pattern.processes().forEach(_ -> sites.add(new Site(0, Set.of(), 0, Set.of(), 0)));
        reached(new State(sites, Set.of(), Set.of(), List.of(), 0));
        while (!frontier.isEmpty()) {
            State state = frontier.removeLast();
            if (maxFailures > 0 && !legalSoFar(state)) {
                return false;
            }
            if (!executeAll(state) && !over(state)) {
                return false;
            }
            for (int failed = 1; state.failures() < maxFailures && failed < 1 << sites.size(); failed++) {
                reached(fail(state, failed));
            }
        }
        return true;
    }

    private void reached(State state) {
        if (known.add(state)) {
            frontier.add(state);
        }
    }

    private boolean legalSoFar(State state) {
        return failureFree.stream()
                .anyMatch(output -> Equivalence.DUPLICATE_EARLIER.equivalentToPrefix(state.shown(), output));
    }

    private boolean over(State state) {
        if (maxFailures == 0) {
            failureFree.add(state.shown());
            return true;
        }
        return failureFree.stream().anyMatch(output -> Equivalence.DUPLICATE_EARLIER.equivalent(state.shown(), output));
    }

    private boolean executeAll(State state) {
        boolean any = false;
        for (int p = 0; p < state.sites().size(); p++) {
            int next = state.sites().get(p).next();
            if (next < pattern.processes().get(p).size()) {
                any |= execute(state, p, pattern.processes().get(p).get(next));
            }
        }
        return any;
    }

    private boolean execute(State state, int p, Act act) {
        Site site = state.sites().get(p);
        boolean orphan = depends(site.past(), state.lost());
        switch (act.kind()) {
            case CHOOSE -> {
                for (int result = 0; result < 2; result++) {
                    Choice choice = new Choice(p, site.next(), site.rollbacks(), result);
                    reached(at(state, p, advance(site, union(site.past(), Set.of(choice)))));
                }
            }
            case SHOW -> {
                if (orphan) {
                    return false;
                }
                List<String> shown = new ArrayList<>(state.shown());
                shown.add(label(p, site));
                State after = at(state, p, advance(site, site.past()));
                reached(new State(after.sites(), after.channel(), after.lost(), shown, after.failures()));
            }
            case COMMIT -> {
                if (orphan) {
                    return false;
                }
                Set<Choice> past = site.past();
                reached(at(state, p, new Site(site.next() + 1, past, site.next() + 1, past, site.rollbacks())));
            }
            case SEND -> send(state, p, act.peer());
            case RECEIVE -> {
                return receive(state, p, act.peer());
            }
            default -> throw new IllegalArgumentException("not for this explorer: kind=" + act.kind());
        }
        return true;
    }

    private void send(State state, int p, int to) {
        Site site = state.sites().get(p);
        int number = count(p, site.next(), Kind.SEND, to);
        boolean duplicate = state.channel().stream()
                .anyMatch(message -> message.from() == p && message.to() == to && message.number() == number);
        Set<Message> channel = new HashSet<>(state.channel());
        if (!duplicate) {
            channel.add(new Message(p, to, number, site.past()));
        }
        State after = at(state, p, advance(site, site.past()));
        reached(new State(after.sites(), channel, after.lost(), after.shown(), after.failures()));
    }

    /// Messages stay in the channel for good. One that depends on a lost choice is not received: the receive would have
    /// to be undone.
    private boolean receive(State state, int p, int from) {
        Site site = state.sites().get(p);
        int number = count(p, site.next(), Kind.RECEIVE, from);
        for (Message message : state.channel()) {
            if (message.from() == from
                    && message.to() == p
                    && message.number() == number
                    && !depends(message.past(), state.lost())) {
                reached(at(state, p, advance(site, union(site.past(), message.past()))));
                return true;
            }
        }
        return false;
    }

    /// How many acts of that kind and peer come before the place.
    private int count(int p, int place, Kind kind, int peer) {
        return (int) pattern.processes().get(p).stream()
                .limit(place)
                .filter(act -> act.equals(Act.to(kind, peer)))
                .count();
    }

    private State fail(State state, int failed) {
        List<Site> sites = new ArrayList<>(state.sites());
        Set<Choice> lost = new HashSet<>(state.lost());
        Set<Integer> rolledBack = new HashSet<>();
        for (int p = 0; p < sites.size(); p++) {
            if ((failed >> p & 1) != 0) {
                rollBack(p, sites, lost, rolledBack);
            }
        }
        for (boolean again = true; again; ) {
            again = false;
            for (int p = 0; p < sites.size(); p++) {
                Site site = sites.get(p);
                if (!rolledBack.contains(p) && depends(site.past(), lost) && !depends(site.committedPast(), lost)) {
                    rollBack(p, sites, lost, rolledBack);
                    again = true;
                }
            }
        }
        Set<Message> channel = new HashSet<>(state.channel());
        channel.removeIf(message -> depends(message.past(), lost));
        return new State(sites, channel, lost, state.shown(), state.failures() + 1);
    }

    private static void rollBack(int p, List<Site> sites, Set<Choice> lost, Set<Integer> rolledBack) {
        Site site = sites.get(p);
        rolledBack.add(p);
        site.past().stream()
                .filter(choice -> choice.process() == p && choice.index() >= site.committedNext())
                .forEach(lost::add);
        sites.set(
                p,
                new Site(
                        site.committedNext(),
                        site.committedPast(),
                        site.committedNext(),
                        site.committedPast(),
                        site.rollbacks() + 1));
    }

    private static boolean depends(Set<Choice> past, Set<Choice> lost) {
        return past.stream().anyMatch(lost::contains);
    }

    private static State at(State state, int p, Site site) {
        List<Site> sites = new ArrayList<>(state.sites());
        sites.set(p, site);
        return new State(sites, state.channel(), state.lost(), state.shown(), state.failures());
    }

    private static Site advance(Site site, Set<Choice> past) {
        return new Site(site.next() + 1, past, site.committedNext(), site.committedPast(), site.rollbacks());
    }

    private static Set<Choice> union(Set<Choice> one, Set<Choice> other) {
        Set<Choice> union = new HashSet<>(one);
        union.addAll(other);
        return union;
    }

    private static String label(int p, Site site) {
        Set<String> known = new TreeSet<>();
        site.past().forEach(choice -> known.add(choice.process() + "." + choice.index() + "=" + choice.result()));
        return p + "." + site.next() + known;
    }
}
