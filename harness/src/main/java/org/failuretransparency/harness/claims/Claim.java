package org.failuretransparency.harness.claims;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failuretransparency.harness.results.Csv;
import org.failuretransparency.harness.statistics.Interval;

/// A statement of the dissertation that a run can be held against.
///
/// @param source the dissertation's section
/// @param figure its figures; may be empty
/// @param published the published value as the text gives it: a number, a range `11-20`, words, or empty
/// @param unit the unit of the published value
/// @param judgedBy in words, what it is judged by
record Claim(
        String id,
        String source,
        String figure,
        String text,
        Kind kind,
        String published,
        String unit,
        String judgedBy) {

    private static final String RESOURCE = "claims.csv";
    private static final List<String> COLUMNS =
            List.of("id", "source", "figure", "claim", "kind", "published", "unit", "judged_by");
    private static final Pattern NUMBER_OR_RANGE = Pattern.compile("([0-9.]+)(?:-([0-9.]+))?");

    /// All claims of the project, in their order.
    static List<Claim> all() {
        try (InputStream in = Claim.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("claims are not in the program: resource=" + RESOURCE);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Csv.parse(Path.of(RESOURCE), text, COLUMNS, Claim::read);
        } catch (IOException e) {
            throw new IllegalStateException("claims are not readable: resource=" + RESOURCE, e);
        }
    }

    private static Claim read(Csv.Row row) {
        return new Claim(
                row.name("id"),
                row.name("source"),
                row.text("figure"),
                row.name("claim"),
                Kind.of(row.name("kind")),
                row.text("published"),
                row.text("unit"),
                row.text("judged_by"));
    }

    /// The published value where it is a single number.
    OptionalDouble publishedNumber() {
        return publishedRange()
                .filter(range -> range.low() == range.high())
                .map(range -> OptionalDouble.of(range.low()))
                .orElse(OptionalDouble.empty());
    }

    /// The published value where it is a number or a range of numbers.
    Optional<Interval> publishedRange() {
        Matcher matcher = NUMBER_OR_RANGE.matcher(published);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        double low = Double.parseDouble(matcher.group(1));
        double high = matcher.group(2) == null ? low : Double.parseDouble(matcher.group(2));
        return Optional.of(new Interval(low, high));
    }
}
