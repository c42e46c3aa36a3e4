package org.failuretransparency.harness.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.failuretransparency.harness.results.BlockValues;
import org.failuretransparency.harness.results.Cell;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.harness.results.Params;
import org.failuretransparency.harness.results.Selection;
import org.failuretransparency.harness.statistics.Interval;

/// The rules for what checkpoints cost: C1 to C7, Figures 5.2 to 5.4.
final class CheckpointRules {

    private static final String SIZE = "checkpoint-size";
    private static final String INTERVALS = "checkpoint-interval";
    private static final String IJPEG = "ijpeg";
    private static final String M88KSIM = "m88ksim";

    private static final double PAGE_BYTES = 4096;
    private static final double MEGABYTE = 1 << 20;
    /// What fits in a cache of the second level, then and now.
    private static final double CACHE_BYTES = 512 << 10;

    private static final double SECOND_MS = 1000;
    private static final double SHORT_MS = 10;
    private static final double MICROS_PER_NANO = 1e-3;
    private static final double MILLIS_PER_NANO = 1e-6;
    private static final double PERCENT = 100;

    private CheckpointRules() {}

    static Map<String, Rule> all() {
        return Map.of(
                "C1", (claim, evidence) -> at(claim, evidence, PAGE_BYTES, MICROS_PER_NANO),
                "C2", (claim, evidence) -> smallestLog(claim, evidence),
                "C3", (claim, evidence) -> perPage(claim, evidence),
                "C4", (claim, evidence) -> at(claim, evidence, MEGABYTE, MILLIS_PER_NANO),
                "C5", (claim, evidence) -> eachSecond(claim, evidence),
                "C6", (claim, evidence) -> fallsWithTheInterval(evidence),
                "C7", (claim, evidence) -> logOverIntervals(evidence));
    }

    private static Selection overhead() {
        return Selection.of(SIZE, Cell.DC, Metric.OVERHEAD, Params.BYTES);
    }

    private static Finding at(Claim claim, Evidence evidence, double bytes, double scale) {
        Measured measured = evidence.mean(evidence.at(overhead(), bytes), scale);
        return reported(
                claim,
                measured,
                Words.bytes(bytes) + " touched, " + Words.blocks(measured.blocks())
                        + Readings.leftOut(evidence, List.of(overhead())));
    }

    private static Finding reported(Claim claim, Measured measured, String why) {
        return Finding.of(Verdicts.absolute(claim, measured, Cell.DC.isModelled()), measured, why);
    }

    private static Finding smallestLog(Claim claim, Evidence evidence) {
        Selection log = overhead().with(Metric.LOG_BYTES);
        Measured measured = evidence.mean(evidence.at(log, PAGE_BYTES), 1);
        return reported(
                claim,
                measured,
                "a page of 4096 bytes and " + Words.number(measured.value() - PAGE_BYTES)
                        + " for registers, context and the log's records; on average over a trial");
    }

    private static Finding perPage(Claim claim, Evidence evidence) {
        NavigableMap<Double, BlockValues> sizes = evidence.find(overhead());
        Line line = Line.fit(evidence, sizes, PAGE_BYTES, "overhead of dc/rio");
        return reported(
                claim,
                line.slope(),
                line.straightness() + " over " + sizes.size() + " sizes, "
                        + Words.blocks(line.slope().blocks())
                        + "; within the cache: " + withinCache(evidence, sizes)
                        + Readings.leftOut(evidence, List.of(overhead())));
    }

    private static String withinCache(Evidence evidence, NavigableMap<Double, BlockValues> sizes) {
        try {
            Line line = Line.fit(evidence, sizes.headMap(CACHE_BYTES, true), PAGE_BYTES, "overhead up to 512 KB");
            return Words.value(line.slope(), "us/page");
        } catch (NotTestedException e) {
            return e.why();
        }
    }

    /// What checkpoints add to the running time, in per cent.
    private static Measured added(Evidence evidence, String program, double intervalMs) {
        Measured ratio = evidence.mean(evidence.at(ratio(program), intervalMs), 1);
        return new Measured(
                PERCENT * (ratio.value() - 1),
                new Interval(
                        PERCENT * (ratio.interval().low() - 1),
                        PERCENT * (ratio.interval().high() - 1)),
                ratio.blocks());
    }

    private static Selection ratio(String program) {
        return Selection.of(INTERVALS, Cell.DC, Metric.RUN_TIME_RATIO, Params.INTERVAL_MS)
                .of(program);
    }

    private static Finding eachSecond(Claim claim, Evidence evidence) {
        Measured jpeg = added(evidence, IJPEG, SECOND_MS);
        Measured cpu = added(evidence, M88KSIM, SECOND_MS);
        Measured greater = jpeg.value() > cpu.value() ? jpeg : cpu;
        List<String> short10 = new ArrayList<>();
        for (String program : List.of(IJPEG, M88KSIM)) {
            short10.add(program + " " + Words.value(added(evidence, program, SHORT_MS), "%"));
        }
        return reported(
                claim,
                greater,
                "the greater of the two at 1 s: ijpeg " + Words.value(jpeg, "%") + ", m88ksim "
                        + Words.value(cpu, "%") + "; at 10 ms: " + String.join(", ", short10)
                        + Readings.leftOut(evidence, List.of(ratio(IJPEG), ratio(M88KSIM))));
    }

    /// Both programs at the shortest interval, the one nearest to its hundredfold, and the longest: the overhead falls
    /// from each to the next. That it is flat at very short ones is said, not judged: how flat is flat is not
    /// published.
    private static Finding fallsWithTheInterval(Evidence evidence) {
        Verdict worst = Verdict.REPRODUCED;
        List<String> words = new ArrayList<>();
        Measured first = Measured.exact(0);
        for (String program : List.of(IJPEG, M88KSIM)) {
            NavigableMap<Double, BlockValues> places = evidence.find(ratio(program));
            if (places.size() < 3) {
                throw new NotTestedException("too few intervals: program=" + program + ", intervals=" + places.size());
            }
            double shortest = places.firstKey();
            Double middle = places.floorKey(Math.min(100 * shortest, Math.nextDown(places.lastKey())));
            double between = middle != null && middle > shortest ? middle : places.higherKey(shortest);
            List<Measured> falling = new ArrayList<>();
            List<String> said = new ArrayList<>();
            for (double interval : new double[] {shortest, between, places.lastKey()}) {
                Measured added = added(evidence, program, interval);
                falling.add(added);
                said.add(Words.value(added, "%") + " at " + Words.number(interval) + " ms");
            }
            double second = places.higherKey(shortest);
            said.add("flat end: " + Words.value(added(evidence, program, second), "%") + " at " + Words.number(second)
                    + " ms");
            words.add(program + ": " + String.join(", ", said));
            worst = worse(worst, Verdicts.ordering(falling));
            if (program.equals(IJPEG)) {
                first = falling.getFirst();
            }
        }
        return Finding.of(worst, first, String.join("; ", words));
    }

    /// The average log of both programs grows from the shortest interval to the one where it is largest; after that,
    /// ijpeg's is smaller again at the longest interval. The maximum, which one interval decides, is drawn beside it
    /// and not judged.
    private static Finding logOverIntervals(Evidence evidence) {
        Selection ijpeg = ratio(IJPEG).with(Metric.LOG_BYTES_AVG);
        Selection m88ksim = ratio(M88KSIM).with(Metric.LOG_BYTES_AVG);
        NavigableMap<Double, BlockValues> jpegLogs = evidence.find(ijpeg);
        double peak = largest(jpegLogs);
        Measured jpegPeak = evidence.mean(evidence.at(ijpeg, peak), 1);
        Measured jpegFirst = evidence.mean(evidence.at(ijpeg, jpegLogs.firstKey()), 1);
        Measured jpegLast = evidence.mean(evidence.at(ijpeg, jpegLogs.lastKey()), 1);
        NavigableMap<Double, BlockValues> cpuLogs = evidence.find(m88ksim);
        Measured cpuPeak = evidence.mean(evidence.at(m88ksim, largest(cpuLogs)), 1);
        Measured cpuFirst = evidence.mean(evidence.at(m88ksim, cpuLogs.firstKey()), 1);
        Verdict grows =
                worse(Verdicts.ordering(List.of(jpegPeak, jpegFirst)), Verdicts.ordering(List.of(cpuPeak, cpuFirst)));
        Verdict shrinks = Verdicts.ordering(List.of(jpegPeak, jpegLast));
        return Finding.of(
                worse(grows, shrinks),
                jpegPeak,
                "average log of ijpeg: " + Words.value(jpegFirst, "bytes") + " at " + ms(jpegLogs.firstKey())
                        + ", most "
                        + Words.value(jpegPeak, "bytes") + " at " + ms(peak) + ", "
                        + Words.value(jpegLast, "bytes") + " at " + ms(jpegLogs.lastKey()) + "; of m88ksim: "
                        + Words.value(cpuFirst, "bytes") + " at " + ms(cpuLogs.firstKey()) + ", most "
                        + Words.value(cpuPeak, "bytes") + " at " + ms(largest(cpuLogs)));
    }

    private static Verdict worse(Verdict one, Verdict other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static String ms(double millis) {
        return Words.number(millis) + " ms";
    }

    private static double largest(NavigableMap<Double, BlockValues> values) {
        return values.entrySet().stream()
                .max(Map.Entry.comparingByValue((one, other) -> Double.compare(one.mean(), other.mean())))
                .orElseThrow()
                .getKey();
    }
}
