package org.failuretransparency.theory.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.failuretransparency.theory.checker.CommitInvariant;
import org.failuretransparency.theory.checker.Failures;
import org.failuretransparency.theory.explorer.Exploration;
import org.failuretransparency.theory.explorer.Explorer;
import org.failuretransparency.theory.explorer.ExplorerOptions;
import org.failuretransparency.theory.explorer.Pattern;
import org.failuretransparency.theory.explorer.Patterns;

/// Asks checker and explorer about the same computations. They agree on one if
/// - the checker accepts it and the explorer finds no bad run (the invariant is sufficient), or
/// - the checker rejects it and the explorer finds a bad run (it is necessary). This can be asked only of computations
///   for which Assumptions 1 and 2 hold, see [Pattern]; a rejected one without them is tried all the same.
///
/// **Threads:** any; uses threads of its own, as many as the options say.
///
/// **Source:** Theorems 1 and 2 (§2.2.4).
public final class Agreement {

    private Agreement() {}

    /// What to try.
    ///
    /// @param exhaustiveEvents all computations of two processes with that many events together; 0 for none
    /// @param seeded how many random computations
    /// @param processes of a random computation
    /// @param events of a random computation, all processes together
    /// @param roundsAndLogs whether random computations have joint commits and logs too
    /// @param seed the i-th random computation is drawn with the seed `seed + i`
    public record Options(
            int exhaustiveEvents, int seeded, int processes, int events, boolean roundsAndLogs, long seed) {

        /// All computations of two processes with that many events.
        public static Options allOfTwoProcesses(int events) {
            return new Options(events, 0, 2, events, false, 0);
        }

        /// That many random computations of three processes with eight events. They violate the theorem's liveness part
        /// without its safety part only where Assumptions 1 and 2 do not hold; for necessity of that part take
        /// [#randomOfTwo].
        public static Options random(int computations, long seed) {
            return new Options(0, computations, 3, 8, false, seed);
        }

        /// That many random computations of two processes with twelve events: long enough for some that violate the
        /// theorem's liveness part only, while Assumptions 1 and 2 hold. The shortest has nine.
        public static Options randomOfTwo(int computations, long seed) {
            return new Options(0, computations, 2, 12, false, seed);
        }

        public Options withRoundsAndLogs() {
            return new Options(exhaustiveEvents, seeded, processes, events, true, seed);
        }
    }

    /// Tries them all, in as many threads as there are processors.
    public static Counts run(Options options) {
        return run(options, Runtime.getRuntime().availableProcessors());
    }

    /// Tries them all.
    public static Counts run(Options options, int threads) {
        Counts counts = Counts.NONE;
        if (options.exhaustiveEvents() > 0) {
            List<Pattern> all = new ArrayList<>();
            Patterns.allOfTwoProcesses(options.exhaustiveEvents(), all::add);
            counts = counts.plus(tryAll(all.size(), all::get, threads));
        }
        return counts.plus(tryAll(options.seeded(), i -> draw(options, i), threads));
    }

    private static Pattern draw(Options options, int number) {
        SplittableRandom random = new SplittableRandom(options.seed() + number);
        return Patterns.random(random, options.processes(), options.events(), options.roundsAndLogs());
    }

    private static Counts tryAll(int computations, IntFunction<Pattern> patterns, int threads) {
        AtomicInteger next = new AtomicInteger();
        Counts total = Counts.NONE;
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<Counts>> parts = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                parts.add(executor.submit(() -> tryNext(next, computations, patterns)));
            }
            for (Future<Counts> part : parts) {
                total = total.plus(part.get());
            }
            return total;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a computation could not be tried", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while computations are tried", e);
        }
    }

    private static Counts tryNext(AtomicInteger next, int computations, IntFunction<Pattern> patterns) {
        Counts counts = Counts.NONE;
        for (int i = next.getAndIncrement(); i < computations; i = next.getAndIncrement()) {
            counts = counts.plus(tryOne(patterns.apply(i)));
        }
        return counts;
    }

    /// Asks both about one computation.
    public static Counts tryOne(Pattern pattern) {
        boolean accepted =
                CommitInvariant.check(pattern.computation(), Failures.SEVERAL).holds();
        Exploration exploration = Explorer.explore(pattern.machine(), ExplorerOptions.DEFAULT);
        return Counts.of(pattern, accepted, exploration);
    }
}
