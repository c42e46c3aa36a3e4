package org.failuretransparency.harness.compare;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.failuretransparency.harness.environment.Environment;
import org.failuretransparency.harness.results.Key;
import org.failuretransparency.harness.results.Measurements;
import org.failuretransparency.harness.results.RunFolder;
import org.failuretransparency.harness.statistics.Bootstrap;
import org.failuretransparency.harness.statistics.Interval;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ft compare A B`: the ratio B over A of every series, with its interval, the greatest loss first.
///
/// Exit code 3 where a series became significantly worse by more than the tolerance, else 0.
@Command(
        name = "compare",
        description = {
            "Compare run B with run A, series by series: the ratio B/A with its 95%% interval.",
            "Marks what differs significantly. Exits 3 when something became worse by more than the tolerance."
        },
        mixinStandardHelpOptions = true)
public final class CompareCommand implements Callable<Integer> {

    private static final int WORSE = 3;
    private static final int LISTED_KEYS = 20;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "Folder of the run to compare with.")
    private Path folderA;

    @Parameters(index = "1", paramLabel = "B", description = "Folder of the run that is judged.")
    private Path folderB;

    @Option(
            names = "--tolerance",
            defaultValue = "10%",
            paramLabel = "PERCENT",
            description = "How much worse is still accepted (default: ${DEFAULT-VALUE}).")
    private String tolerance;

    @Option(names = "--all", description = "Also list the series that do not differ significantly.")
    private boolean all;

    @Override
    public Integer call() {
        double accepted = fraction(tolerance);
        RunFolder a = RunFolder.open(folderA);
        RunFolder b = RunFolder.open(folderB);
        Measurements measurementsA = a.measurements();
        Measurements measurementsB = b.measurements();
        Comparison comparison = Comparison.of(measurementsA, measurementsB, Bootstrap.standard());
        PrintWriter out = spec.commandLine().getOut();
        printEnvironments(out, a, b);
        printInvalid(out, "A", measurementsA);
        printInvalid(out, "B", measurementsB);
        printDifferences(out, comparison, accepted);
        printMissing(out, "only in A", comparison.onlyInA());
        printMissing(out, "only in B", comparison.onlyInB());
        out.flush();
        return comparison.worseThan(accepted) > 0 ? WORSE : 0;
    }

    private double fraction(String text) {
        String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        if (!number.matches("[0-9]+(\\.[0-9]+)?")) {
            throw new ParameterException(
                    spec.commandLine(), "not a percentage: --tolerance=" + text + ", expected e.g. 10%");
        }
        return Double.parseDouble(number) / 100;
    }

    private static void printEnvironments(PrintWriter out, RunFolder a, RunFolder b) {
        out.printf("A: %s%nB: %s%n", a.path(), b.path());
        List<String> differences = Environment.differences(Environment.read(a), Environment.read(b));
        if (!differences.isEmpty()) {
            out.println("The runs' environments differ:");
            differences.forEach(difference -> out.println("  " + difference));
        }
        out.println();
    }

    private static void printInvalid(PrintWriter out, String run, Measurements measurements) {
        if (measurements.invalidSamples() > 0) {
            out.printf("%s has %d invalid samples, which are left out.%n", run, measurements.invalidSamples());
        }
    }

    private void printDifferences(PrintWriter out, Comparison comparison, double accepted) {
        List<Difference> shown = comparison.differences().stream()
                .filter(difference -> all || difference.significant())
                .toList();
        if (!shown.isEmpty()) {
            out.printf("%-8s %8s  %-16s %13s %13s  %s%n", "", "B/A", "95% interval", "A", "B", "series");
            shown.forEach(difference -> printDifference(out, difference, accepted));
        }
        out.printf(
                "%d series in both: %d worse (%d by more than %s), %d better, %d not told apart.%n",
                comparison.differences().size(),
                comparison.differences().stream().filter(Difference::isWorse).count(),
                comparison.worseThan(accepted),
                tolerance,
                comparison.differences().stream().filter(Difference::isBetter).count(),
                comparison.differences().stream()
                        .filter(difference -> !difference.significant())
                        .count());
    }

    private static void printDifference(PrintWriter out, Difference difference, double accepted) {
        out.printf(
                "%-8s %8s  %-16s %13s %13s  %s [%s]%n",
                mark(difference, accepted),
                difference.ratio().map(CompareCommand::ratio).orElse("-"),
                interval(difference.interval()),
                number(difference.meanA()),
                number(difference.meanB()),
                difference.key(),
                difference.key().metric().unit());
    }

    private static String mark(Difference difference, double accepted) {
        if (difference.isWorseThan(accepted)) {
            return "WORSE";
        }
        if (difference.isWorse()) {
            return "worse";
        }
        if (difference.isBetter()) {
            return "better";
        }
        return difference.significant() ? "differs" : "";
    }

    private static String interval(Optional<Interval> interval) {
        return interval.map(range -> "[" + ratio(range.low()) + ", " + ratio(range.high()) + "]")
                .orElse("-");
    }

    private static String ratio(double ratio) {
        return Double.isInfinite(ratio) ? "inf" : String.format(Locale.ROOT, "%.3f", ratio);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%,.0f" : "%.4g", value);
    }

    private static void printMissing(PrintWriter out, String where, List<Key> keys) {
        if (keys.isEmpty()) {
            return;
        }
        out.printf("%d series %s:%n", keys.size(), where);
        keys.stream().limit(LISTED_KEYS).forEach(key -> out.println("  " + key));
        if (keys.size() > LISTED_KEYS) {
            out.printf("  and %d more%n", keys.size() - LISTED_KEYS);
        }
    }
}
