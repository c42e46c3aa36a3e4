package org.failuretransparency.theory.explorer;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.failuretransparency.theory.explorer.Pattern.Act;
import org.failuretransparency.theory.explorer.Pattern.Kind;

/// Generates [Pattern]s: all small ones, and random ones.
public final class Patterns {

    private static final int MAX_TRIES = 1_000_000;

    private Patterns() {}

    /// All computations of two processes with that many events together, of choices, visible events, sends, receives
    /// and commits.
    ///
    /// Computations that differ only in the processes' names come once: those in which the first process has fewer
    /// events than the second, or as many and comes no later in the order of its kinds. Exchanging the names turns each
    /// of the others into one of these, and is an isomorphism of all executions and of the commit invariant, neither of
    /// which looks at names.
    public static void allOfTwoProcesses(int events, Consumer<Pattern> sink) {
        Kind[] kinds = {Kind.CHOOSE, Kind.SHOW, Kind.SEND, Kind.RECEIVE, Kind.COMMIT};
        long codes = Math.round(Math.pow(kinds.length, events));
        for (int first = 0; 2 * first <= events; first++) {
            for (long code = 0; code < codes; code++) {
                if (2 * first < events || canonical(code, kinds.length, first)) {
                    Pattern pattern = decode(code, kinds, first, events);
                    if (pattern.possible()) {
                        sink.accept(pattern);
                    }
                }
            }
        }
    }

    /// Whether the lower half of the digits is no greater than the upper half.
    private static boolean canonical(long code, int base, int half) {
        long split = Math.round(Math.pow(base, half));
        return code % split <= code / split;
    }

    private static Pattern decode(long code, Kind[] kinds, int first, int events) {
        List<List<Act>> processes = List.of(new ArrayList<>(), new ArrayList<>());
        long rest = code;
        for (int i = 0; i < events; i++) {
            int process = i < first ? 0 : 1;
            Kind kind = kinds[(int) (rest % kinds.length)];
            boolean message = kind == Kind.SEND || kind == Kind.RECEIVE;
            processes.get(process).add(message ? Act.to(kind, 1 - process) : Act.of(kind));
            rest /= kinds.length;
        }
        return new Pattern(processes);
    }

    /// A random computation in which every event can happen.
    ///
    /// @param processes at least 2
    /// @param events of all processes together
    /// @param roundsAndLogs whether there are joint commits, logs, and choices that no log has, too
    public static Pattern random(SplittableRandom random, int processes, int events, boolean roundsAndLogs) {
        for (int i = 0; i < MAX_TRIES; i++) {
            Pattern pattern = anyRandom(random, processes, events, roundsAndLogs);
            if (pattern.possible()) {
                return pattern;
            }
        }
        throw new IllegalArgumentException(
                "no computation found: processes=" + processes + ", events=" + events + ", tries=" + MAX_TRIES);
    }

    /// Half of the computations have a visible event at the end of each process. Their share would be small otherwise,
    /// and necessity is about them.
    private static Pattern anyRandom(SplittableRandom random, int processes, int events, boolean roundsAndLogs) {
        List<List<Act>> acts = new ArrayList<>();
        for (int p = 0; p < processes; p++) {
            acts.add(new ArrayList<>());
        }
        boolean endVisibly = random.nextBoolean();
        for (int i = endVisibly ? processes : 0; i < events; i++) {
            int p = random.nextInt(processes);
            int peer = (p + 1 + random.nextInt(processes - 1)) % processes;
            acts.get(p).add(act(random, p, peer, roundsAndLogs));
        }
        if (endVisibly) {
            acts.forEach(list -> list.add(Act.of(Kind.SHOW)));
        }
        return new Pattern(acts);
    }

    private static Act act(SplittableRandom random, int self, int peer, boolean roundsAndLogs) {
        return switch (random.nextInt(roundsAndLogs ? 8 : 5)) {
            case 0 -> Act.of(Kind.CHOOSE);
            case 1 -> Act.of(Kind.SHOW);
            case 2 -> Act.to(Kind.SEND, peer);
            case 3 -> Act.to(Kind.RECEIVE, peer);
            case 4 -> Act.of(Kind.COMMIT);
            case 5 -> Act.of(Kind.CHOOSE_UNRECORDED);
            case 6 -> Act.to(Kind.ROUND, 0);
            default -> Act.to(Kind.LOG, random.nextBoolean() ? self : peer);
        };
    }
}
