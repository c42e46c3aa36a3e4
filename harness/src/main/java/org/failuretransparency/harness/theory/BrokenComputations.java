package org.failuretransparency.harness.theory;

import java.util.Map;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.X;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.Source;
import org.failuretransparency.theory.checker.CommitInvariant;
import org.failuretransparency.theory.checker.Failures;
import org.failuretransparency.theory.checker.Verdict;
import org.failuretransparency.theory.checker.Violation;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.Protocols;
import org.failuretransparency.theory.simulator.Simulator;
import org.failuretransparency.theory.simulator.Workload;

/// Computations that break the commit invariant, each at one place that is known: the checker has to find it there.
/// Each is a random script with a few events after it.
final class BrokenComputations {

    static final String COROLLARY_1 = "corollary-1";

    private static final int EVENTS = 40;
    private static final EventType VISIBLE_CLOCK = new EventType(EventKind.VISIBLE, Source.CLOCK);

    private final Rows rows;
    private final int block;
    private final long seed;

    BrokenComputations(Rows rows, int block, long seed) {
        this.rows = rows;
        this.block = block;
        this.seed = seed;
    }

    void run(int cases) {
        checkpointsAfterSends(cases);
        visibleNonDeterminism(cases);
    }

    /// Process 0 tosses and sends, process 1 receives and shows, with a checkpoint after the send (T6).
    private void checkpointsAfterSends(int cases) {
        Protocol protocol = new CheckpointAfterSend();
        Arm arm = new Arm(Cell.SIMULATOR, protocol.id(), "", Params.none());
        if (rows.has(arm, X.none(), block)) {
            return;
        }
        int caught = 0;
        for (int number = 0; number < cases; number++) {
            Computation.Builder script = begin(number);
            script.then(0, EventType.CHOICE, "toss").message(0, 1, EventType.ORDERED_RECEIVE);
            Computation.Builder run = builder(script.build());
            Simulator.run(script.then(1, EventType.VISIBLE).build(), protocol, run);
            Event last = run.build().events().getLast();
            // The first violation may be earlier in the random part: all are kept, and the last one is looked at.
            CommitInvariant invariant = new CommitInvariant(run.build().processes(), Failures.SEVERAL, EVENTS * 4);
            run.build().replay(invariant);
            caught += invariant.end().first().stream().anyMatch(violation -> endsAt(last, violation)) ? 1 : 0;
        }
        record(arm, cases, caught, 0);
    }

    /// The witness that it has to be: toss, send, receive, visible.
    private static boolean endsAt(Event last, Violation violation) {
        return violation.kind() == Violation.Kind.SAFETY
                && violation.target().equals(last)
                && violation.nonDeterministic().label().equals("toss")
                && violation.witness().messages() == 1;
    }

    /// Process 0 commits, shows what the clock says, and commits: Corollary 1, unless the event is atomic with a commit
    /// (T9).
    private void visibleNonDeterminism(int cases) {
        Arm arm = new Arm(Cell.SIMULATOR, "", COROLLARY_1, Params.none());
        if (rows.has(arm, X.none(), block)) {
            return;
        }
        int caught = 0;
        int falseAlarms = 0;
        for (int number = 0; number < cases; number++) {
            Verdict alone = CommitInvariant.check(ended(number, false), Failures.SEVERAL);
            caught += alone.corollary1() == 1 ? 1 : 0;
            falseAlarms +=
                    CommitInvariant.check(ended(number, true), Failures.SEVERAL).holds() ? 0 : 1;
        }
        record(arm, cases, caught, falseAlarms);
    }

    private Computation ended(int number, boolean atomic) {
        // Every event of the random part commits, so that nothing but the end can break the invariant.
        Computation script = begin(number).build();
        Computation.Builder run = builder(script);
        Simulator.run(script, Protocols.named("commit-every-event"), run);
        Event visible = Event.of(0, run.nextIndex(0) + 1, VISIBLE_CLOCK);
        run.then(0, EventType.COMMIT).add(atomic ? visible.with(EventMark.COMMITTED) : visible);
        return run.then(0, EventType.COMMIT).build();
    }

    private Computation.Builder begin(int number) {
        Computation script = Workload.RANDOM.script(EVENTS, seed + 1_000_000L * number);
        Computation.Builder builder = builder(script);
        script.replay(builder);
        return builder;
    }

    private static Computation.Builder builder(Computation like) {
        return Computation.of(like.processes().toArray(String[]::new));
    }

    private void record(Arm arm, int cases, int caught, int falseAlarms) {
        rows.add(
                arm,
                X.none(),
                block,
                Map.of(
                        Metric.CASES, (double) cases,
                        Metric.CAUGHT, (double) caught,
                        Metric.VIOLATIONS, (double) falseAlarms),
                true);
    }
}
