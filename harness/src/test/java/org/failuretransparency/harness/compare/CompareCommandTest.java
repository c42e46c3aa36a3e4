package org.failuretransparency.harness.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.failuretransparency.harness.results.Arm;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.SampleRun;
import org.failuretransparency.harness.results.X;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class CompareCommandTest {

    private static final X SIZE = X.bytes(Params.DATABASE_BYTES, 1 << 20);

    @TempDir
    private Path folder;

    private final StringWriter printed = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void findsNoDifferenceBetweenARunAndItself() {
        Path run = SampleRun.standard(3).write(folder.resolve("a")).path();
        assertThat(compare(run, run)).isZero();
        assertThat(printed.toString())
                .contains("neither run has an environment.json")
                .contains(" 0 worse (0 by more than 10%), 0 better, ");
    }

    @Test
    void exitsWith3WhenSomethingBecameSignificantlyWorse() {
        assertThat(compare(throughput("a", 5, 1_000), throughput("b", 5, 700))).isEqualTo(3);
        assertThat(printed.toString()).contains("WORSE       0.7").contains("1 worse (1 by more than 10%)");
    }

    @Test
    void acceptsALossWithinTheTolerance() {
        Path a = throughput("a", 5, 1_000);
        Path b = throughput("b", 5, 700);
        assertThat(compare(a, b, "--tolerance", "50%")).isZero();
        assertThat(printed.toString()).contains("worse       0.7").contains("1 worse (0 by more than 50%)");
    }

    @Test
    void knowsThatMoreThroughputIsBetterAndMoreTimeWorse() {
        assertThat(compare(throughput("a", 5, 700), throughput("b", 5, 1_000))).isZero();
        assertThat(printed.toString()).contains("better      1.4");
        assertThat(compare(times("c", 700), times("d", 1_000))).isEqualTo(3);
    }

    @Test
    void doesNotTakeSingleBlocksForADifference() {
        assertThat(compare(throughput("a", 1, 1_000), throughput("b", 1, 100), "--all"))
                .isZero();
        assertThat(printed.toString()).contains("0.100  -").contains("1 not told apart");
    }

    @Test
    void takesViolationsWhereThereWereNoneForALoss() {
        assertThat(compare(violations("a", 0), violations("b", 2))).isEqualTo(3);
        assertThat(printed.toString()).contains("WORSE         inf");
    }

    @Test
    void overlooksAFewBytesThatTheHarnessItselfAllocates() {
        assertThat(compare(allocated("a", 0.01), allocated("b", 0.3))).isZero();
        assertThat(compare(allocated("c", 0.01), allocated("d", 48))).isEqualTo(3);
    }

    @Test
    void listsWhatOnlyOneRunMeasured() {
        Path a = throughput("a", 3, 1_000);
        Path b = times("b", 10);
        assertThat(compare(a, b)).isZero();
        assertThat(printed.toString())
                .contains("1 series only in A:\n  debit-credit vista/rio database_bytes=1048576 throughput")
                .contains("1 series only in B:\n  synthetic vista/rio database_bytes=1048576 transaction_time")
                .contains("0 series in both");
    }

    @Test
    void refusesAToleranceThatIsNoPercentage() {
        Path run = throughput("a", 3, 1_000);
        assertThat(compare(run, run, "--tolerance", "much")).isEqualTo(2);
        assertThat(errors.toString()).contains("not a percentage: --tolerance=much");
    }

    private int compare(Path a, Path b, String... options) {
        CommandLine command = new CommandLine(new CompareCommand())
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(errors, true));
        String[] arguments = new String[options.length + 2];
        arguments[0] = a.toString();
        arguments[1] = b.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return command.execute(arguments);
    }

    private Path throughput(String name, int blocks, double value) {
        return SampleRun.of(blocks, 0.02)
                .add("debit-credit", Arm.of(Cell.VISTA, Params.none()), SIZE, Metric.THROUGHPUT, value)
                .write(folder.resolve(name))
                .path();
    }

    private Path times(String name, double value) {
        return SampleRun.of(4, 0.02)
                .add("synthetic", Arm.of(Cell.VISTA, Params.none()), SIZE, Metric.TRANSACTION_TIME, value)
                .write(folder.resolve(name))
                .path();
    }

    private Path allocated(String name, double bytes) {
        return SampleRun.of(4, 0.02)
                .add("synthetic", Arm.of(Cell.VISTA, Params.none()), SIZE, Metric.ALLOCATED_BYTES, bytes)
                .write(folder.resolve(name))
                .path();
    }

    private Path violations(String name, double value) {
        return SampleRun.of(2, 0)
                .add("crash", Arm.of(Cell.VISTA, Params.none()), X.none(), Metric.VIOLATIONS, value)
                .write(folder.resolve(name))
                .path();
    }
}
