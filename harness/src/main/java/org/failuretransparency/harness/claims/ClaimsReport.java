package org.failuretransparency.harness.claims;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.failuretransparency.harness.results.Csv;
import org.failuretransparency.harness.results.Measurements;
import org.failuretransparency.harness.results.RunFolder;
import org.failuretransparency.harness.statistics.Bootstrap;

/// What a run says about all claims: as `claims.csv`, and as a table for people.
public final class ClaimsReport {

    private static final List<String> COLUMNS = List.of(
            "id", "source", "claim", "kind", "published", "unit", "measured", "ci_low", "ci_high", "verdict", "why");

    private static final int REASON_WIDTH = 110;

    private final List<Judgement> judgements;
    private final long invalidSamples;

    private ClaimsReport(List<Judgement> judgements, long invalidSamples) {
        this.judgements = judgements;
        this.invalidSamples = invalidSamples;
    }

    /// Judges all claims by a run's measurements.
    public static ClaimsReport of(Measurements measurements) {
        List<Judgement> judgements = new Judge().judge(Claim.all(), measurements, Bootstrap.standard());
        return new ClaimsReport(judgements, measurements.invalidSamples());
    }

    /// Writes the run's `claims.csv`.
    public void write(RunFolder run) {
        Csv.write(run.claims(), COLUMNS, rows());
    }

    /// How many claims have a verdict.
    public long countOf(Verdict verdict) {
        return judgements.stream()
                .filter(judgement -> judgement.finding().verdict() == verdict)
                .count();
    }

    /// Prints `claims.csv`.
    public void printCsv(PrintWriter out) {
        out.println(String.join(",", COLUMNS));
        rows().forEach(row -> out.print(Csv.line(row)));
        out.flush();
    }

    /// Prints the claims grouped by verdict, measured beside published; those that were not tested come last, by
    /// reason.
    public void printTable(PrintWriter out) {
        for (Verdict verdict : Verdict.values()) {
            List<Judgement> group = judgements.stream()
                    .filter(judgement -> judgement.finding().verdict() == verdict)
                    .toList();
            if (!group.isEmpty()) {
                out.printf("%s (%d)%n", verdict.label(), group.size());
                if (verdict == Verdict.NOT_TESTED) {
                    printUntested(out, group);
                } else {
                    printGroup(out, group);
                }
                out.println();
            }
        }
        if (invalidSamples > 0) {
            out.printf("%d samples are invalid: their own checks failed. No verdict rests on them.%n", invalidSamples);
        }
        out.flush();
    }

    private static void printGroup(PrintWriter out, List<Judgement> group) {
        int measured = width(group, Judgement::measuredInWords, "measured");
        int published = width(group, Judgement::publishedInWords, "published");
        String format = "  %-4s %-" + measured + "s  %-" + published + "s  %s%n";
        out.printf(format, "id", "measured", "published", "claim");
        for (Judgement judgement : group) {
            out.printf(
                    format,
                    judgement.claim().id(),
                    judgement.measuredInWords(),
                    judgement.publishedInWords(),
                    judgement.claim().text());
            Words.wrapped(judgement.finding().why(), REASON_WIDTH).forEach(line -> out.printf("  %-4s %s%n", "", line));
        }
    }

    private static void printUntested(PrintWriter out, List<Judgement> group) {
        List<String> reasons = group.stream()
                .map(judgement -> judgement.finding().why())
                .distinct()
                .toList();
        for (String reason : reasons) {
            List<String> ids = group.stream()
                    .filter(judgement -> judgement.finding().why().equals(reason))
                    .map(judgement -> judgement.claim().id())
                    .toList();
            Words.wrapped(String.join(" ", ids) + ": " + reason, REASON_WIDTH)
                    .forEach(line -> out.println("  " + line));
        }
    }

    private static int width(List<Judgement> group, Function<Judgement, String> column, String title) {
        return Math.max(
                title.length(),
                group.stream().map(column).mapToInt(String::length).max().orElse(0));
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (Judgement judgement : judgements) {
            Claim claim = judgement.claim();
            Finding finding = judgement.finding();
            Optional<Measured> measured = finding.measured();
            rows.add(List.of(
                    claim.id(),
                    claim.source(),
                    claim.text(),
                    claim.kind().label(),
                    claim.published(),
                    claim.unit(),
                    measured.map(value -> Csv.number(value.value())).orElse(""),
                    measured.map(value -> Csv.number(value.interval().low())).orElse(""),
                    measured.map(value -> Csv.number(value.interval().high())).orElse(""),
                    finding.verdict().label(),
                    finding.why()));
        }
        return rows;
    }
}
