package org.failuretransparency.theory.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The README's table of protocols says what the protocols say of themselves.
final class ProtocolTableTest {

    @Test
    void theReadmeListsEveryProtocolWithItsSectionItsPlaceAndTheFailuresThatItSurvives() throws IOException {
        List<String> rows;
        try (Stream<String> lines = Files.lines(Path.of("README.md"))) {
            rows = lines.dropWhile(line -> !line.startsWith("| protocol |"))
                    .skip(2)
                    .takeWhile(line -> line.startsWith("|"))
                    .toList();
        }

        assertThat(rows.stream().map(ProtocolTableTest::withoutAdvice))
                .containsExactlyElementsOf(
                        Protocols.ALL.stream().map(ProtocolTableTest::row).toList());
        assertThat(rows).allMatch(row -> row.split("\\|").length == 7);
    }

    private static String withoutAdvice(String row) {
        return Stream.of(row.split("\\|")).limit(5).collect(Collectors.joining("|"));
    }

    private static String row(Protocol protocol) {
        DecimalFormat number = new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT));
        String survives = Stream.of(FailureKind.values())
                .filter(protocol.tolerates()::contains)
                .map(ProtocolTableTest::word)
                .collect(Collectors.joining(", "));
        return "| `" + protocol.id() + "` | " + protocol.section() + " | "
                + number.format(protocol.place().nonDeterminism()) + ", "
                + number.format(protocol.place().visible()) + " | " + survives + " ";
    }

    private static String word(FailureKind failure) {
        return switch (failure) {
            case ONE_PROCESS -> "one";
            case SEVERAL_PROCESSES -> "several";
            case APPLICATION -> "application";
        };
    }
}
