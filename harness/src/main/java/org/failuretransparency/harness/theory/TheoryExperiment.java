package org.failuretransparency.harness.theory;

import java.util.function.Consumer;

/// The experiment `theory`: simulates, checks and explores computations, and counts. Nothing is timed, and the same
/// seed gives the same rows on every machine.
///
/// **Source**: Chapter 2.
public final class TheoryExperiment {

    /// The name in commands and files.
    public static final String ID = "theory";

    private final Sizes sizes;
    private final long seed;
    private final Rows rows;
    private final Consumer<String> progress;

    /// How much is tried.
    ///
    /// @param blocks how many seeds
    /// @param scriptEvents events of each workload's script
    /// @param cases random computations of each kind, in each block
    /// @param agreement computations that checker and explorer both judge
    public record Sizes(int blocks, int scriptEvents, int cases, Agreements.Sizes agreement) {

        public static final Sizes SMOKE = new Sizes(3, 3_000, 150, Agreements.Sizes.SMOKE);
        public static final Sizes STANDARD = new Sizes(5, 30_000, 2_000, Agreements.Sizes.ALL);
    }

    /// @param seed of all that is drawn; block b uses `seed + b`
    /// @param progress told in a few words what is being done
    public TheoryExperiment(Sizes sizes, long seed, Rows rows, Consumer<String> progress) {
        this.sizes = sizes;
        this.seed = seed;
        this.rows = rows;
        this.progress = progress;
    }

    /// Counts what the rows do not hold yet.
    public void run() {
        for (int block = 0; block < sizes.blocks(); block++) {
            long blockSeed = seed + block;
            progress.accept("simulating every protocol with every workload");
            new ProtocolCosts(rows, block, blockSeed).run(sizes.scriptEvents(), sizes.cases());
            progress.accept("failing at every event under every protocol");
            new FailStopFractions(rows, block, blockSeed).run(sizes.scriptEvents());
            progress.accept("breaking the invariant on purpose");
            new BrokenComputations(rows, block, blockSeed).run(sizes.cases());
            progress.accept("rolling back uncoordinated checkpoints");
            new DominoEffects(rows, block, blockSeed).run(sizes.cases());
        }
        progress.accept("exploring computations with every failure");
        new Agreements(rows, seed).run(sizes.agreement());
    }
}
