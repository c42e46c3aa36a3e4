package org.failuretransparency.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Is Vista in Java as fast as the same algorithm in C?
///
/// **Baseline**: `yardstick.c` with `cc -O2`, whose before-image is a copy of variable length, as in a library. Both
/// sides store 8 bytes at the same random offsets of 50 MB; an overhead is a transaction's time less that of the same
/// store without one.
///
/// **Hypothesis**: the overhead through the typed accessor is at most 1.0 times that in C, through `setRange` and a
/// store at most 1.5 times. The machine's speed drifts by more than that, so the sides take turns (C Java, Java C, …)
/// and medians over the rounds are compared.
///
/// **Command**: `mvn -q -pl benchmarks -am -DskipTests verify -Dbench="15 20000000"
/// -Dbench.main=org.failuretransparency.benchmarks.Yardstick` (rounds, transactions a round). Lines without `#` are
/// CSV: a line a round and arm, in nanoseconds a transaction.
///
/// **Verified**: the last write of each round is in the memory; the C program stops if a transaction is refused.
///
/// Without a C compiler it says so and measures nothing. The exit code is 0 whether the targets are met or not.
public final class Yardstick {

    private static final long DATABASE_BYTES = RandomWrites.DATABASE_BYTES;
    private static final double TYPED_TARGET = 1.0;
    private static final double SET_RANGE_TARGET = 1.5;
    private static final int WARM_UP_CALLS = 20;

    private final YardstickC c;
    private final YardstickJava java;
    private final int rounds;
    private final long transactions;
    private final double[] cOverheads;
    private final double[] typedOverheads;
    private final double[] setRangeOverheads;

    private Yardstick(YardstickC c, YardstickJava java, int rounds, long transactions) {
        this.c = c;
        this.java = java;
        this.rounds = rounds;
        this.transactions = transactions;
        this.cOverheads = new double[rounds];
        this.typedOverheads = new double[rounds];
        this.setRangeOverheads = new double[rounds];
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
        long transactions = arguments.length > 1 ? Long.parseLong(arguments[1]) : 20_000_000;
        try (Workspace workspace = Workspace.inMemory();
                VistaDatabase database = new VistaDatabase()) {
            Optional<YardstickC> c = YardstickC.compile(workspace.folder());
            if (c.isEmpty()) {
                System.out.println("# no C compiler: cc is not on PATH, so there is nothing to compare with");
                return;
            }
            new Yardstick(c.get(), new YardstickJava(database.memory()), rounds, transactions).run();
        }
    }

    private void run() throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            long part = transactions / WARM_UP_CALLS + 1;
            java.base(part);
            java.typedPut(part);
            java.setRangeThenStore(part);
        }
        System.out.println("round,arm,base_ns,transaction_ns,overhead_ns");
        for (int round = 0; round < rounds; round++) {
            if (round % 2 == 0) {
                runC(round);
                runJava(round);
            } else {
                runJava(round);
                runC(round);
            }
        }
        report();
    }

    private void runC(int round) throws IOException, InterruptedException {
        YardstickC.Round times = c.run(DATABASE_BYTES, Long.BYTES, transactions);
        cOverheads[round] = print(round, "c", times.base(), times.vista());
    }

    private void runJava(int round) {
        double base = java.base(transactions);
        double typed = java.typedPut(transactions);
        double setRange = java.setRangeThenStore(transactions);
        java.requireLast(transactions);
        typedOverheads[round] = print(round, "java-typed-put", base, typed);
        setRangeOverheads[round] = print(round, "java-set-range", base, setRange);
    }

    private static double print(int round, String arm, double base, double transaction) {
        double overhead = transaction - base;
        System.out.printf(Locale.ROOT, "%d,%s,%.2f,%.2f,%.2f%n", round, arm, base, transaction, overhead);
        return overhead;
    }

    private void report() {
        System.out.printf(Locale.ROOT, "# median overhead: c %.1f ns%n", Medians.of(cOverheads));
        report("typed put", typedOverheads, TYPED_TARGET);
        report("setRange and store", setRangeOverheads, SET_RANGE_TARGET);
    }

    private void report(String arm, double[] overheads, double target) {
        double[] ratios = new double[rounds];
        Arrays.setAll(ratios, round -> overheads[round] / cOverheads[round]);
        double ratio = Medians.of(overheads) / Medians.of(cOverheads);
        Arrays.sort(ratios);
        System.out.printf(
                Locale.ROOT,
                "# median overhead: %s %.1f ns, %.2f times C's (by round %.2f, %.2f to %.2f); target %.1f: %s%n",
                arm,
                Medians.of(overheads),
                ratio,
                Medians.of(ratios),
                ratios[0],
                ratios[rounds - 1],
                target,
                ratio <= target ? "met" : "not met");
    }
}
