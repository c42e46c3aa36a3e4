package org.failuretransparency.harness.results;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// Reads and writes the project's CSV files: UTF-8, one header line with exactly the columns of the format, every line
/// ended by a newline, quotes where a value needs them.
///
/// Reading is strict: an unexpected header, a row of another length, a value that is no number, or a last line without
/// its newline (a writer was stopped in the middle of it) is [ResultsException.Malformed].
public final class Csv {

    static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

    private Csv() {}

    /// Reads a file whole and makes a value of each row. What `parse` refuses with `IllegalArgumentException` is
    /// reported with the row's line.
    public static <T> List<T> read(Path file, List<String> columns, Function<Row, T> parse) {
        try {
            return parse(file, Files.readString(file, StandardCharsets.UTF_8), columns, parse);
        } catch (IOException e) {
            throw new ResultsException.Io(file, e);
        }
    }

    /// The same from a text that is at hand; `file` is for messages.
    public static <T> List<T> parse(Path file, String text, List<String> columns, Function<Row, T> parse)
            throws IOException {
        if (!text.endsWith("\n")) {
            throw new ResultsException.Malformed(
                    file, text.lines().count(), "the last line is not complete: expected a newline at its end");
        }
        List<T> values = new ArrayList<>();
        try (Reader reader = new StringReader(text);
                CSVParser parser = CSVParser.parse(reader, FORMAT)) {
            boolean header = true;
            for (CSVRecord record : parser) {
                long line = parser.getCurrentLineNumber();
                if (header) {
                    checkHeader(file, record, columns);
                    header = false;
                    continue;
                }
                if (record.size() != columns.size()) {
                    throw new ResultsException.Malformed(
                            file,
                            line,
                            "wrong number of values: expected=" + columns.size() + ", found=" + record.size());
                }
                values.add(valueOf(new Row(columns, record, file, line), parse));
            }
        } catch (UncheckedIOException e) {
            throw new ResultsException.Malformed(file, values.size() + 2L, "not CSV: " + e.getMessage());
        }
        return values;
    }

    private static <T> T valueOf(Row row, Function<Row, T> parse) {
        try {
            return parse.apply(row);
        } catch (IllegalArgumentException e) {
            throw new ResultsException.Malformed(row.file, row.line, String.valueOf(e.getMessage()));
        }
    }

    private static void checkHeader(Path file, CSVRecord record, List<String> columns) {
        if (!record.toList().equals(columns)) {
            throw new ResultsException.Malformed(
                    file,
                    1,
                    "unexpected header: expected=" + String.join(",", columns) + ", found="
                            + String.join(",", record.toList()));
        }
    }

    /// Replaces a file by a header and rows, as a whole: a reader sees the old file or the new one.
    public static void write(Path file, List<String> columns, List<List<String>> rows) {
        StringBuilder text = new StringBuilder(line(columns));
        rows.forEach(row -> text.append(line(row)));
        WholeFile.write(file, text.toString());
    }

    /// One line of a file, with its newline.
    public static String line(List<String> values) {
        return FORMAT.format(values.toArray()) + "\n";
    }

    /// A number as it stands in the files: plain decimal digits that read back to the same `double`.
    public static String number(double value) {
        if (value == 0) {
            return "0";
        }
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /// A row by the names of its columns. What a value may not be is an `IllegalArgumentException`.
    public static final class Row {

        private final List<String> columns;
        private final CSVRecord record;
        private final Path file;
        private final long line;

        private Row(List<String> columns, CSVRecord record, Path file, long line) {
            this.columns = columns;
            this.record = record;
            this.file = file;
            this.line = line;
        }

        public String text(String column) {
            int index = columns.indexOf(column);
            if (index < 0) {
                throw new IllegalStateException("no such column: name=" + column + ", known=" + columns);
            }
            return record.get(index);
        }

        /// A text that may not be empty.
        public String name(String column) {
            String text = text(column);
            if (text.isEmpty()) {
                throw new IllegalArgumentException("empty value: column=" + column);
            }
            return text;
        }

        /// A finite number.
        public double number(String column) {
            try {
                double value = Double.parseDouble(text(column));
                if (Double.isFinite(value)) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("not a number: column=" + column + ", value=" + text(column), e);
            }
            throw new IllegalArgumentException("not a finite number: column=" + column + ", value=" + text(column));
        }

        /// A whole number, 0 or more.
        public int count(String column) {
            try {
                int value = Integer.parseInt(text(column));
                if (value >= 0) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "not a whole number: column=" + column + ", value=" + text(column), e);
            }
            throw new IllegalArgumentException("negative number: column=" + column + ", value=" + text(column));
        }

        /// `true` or `false`.
        public boolean flag(String column) {
            return switch (text(column).toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default ->
                    throw new IllegalArgumentException(
                            "neither true nor false: column=" + column + ", value=" + text(column));
            };
        }
    }
}
