package org.failuretransparency.tpcb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Freezes the layouts: a database written by an earlier build must be readable by this one.
final class DebitCreditLayoutTest {

    private static final Pattern TABLE_ROW = Pattern.compile("^/// +(\\d+) +(\\d+) +(\\w+) ");

    static Stream<Arguments> layouts() {
        return Stream.of(
                Arguments.of(
                        "DebitCreditLayout",
                        DebitCreditLayout.HEADER,
                        64,
                        "magic 0 8, branches 8 4, accountsPerBranch 12 4, historyCount 16 8, reserved 24 40"),
                Arguments.of(
                        "BalanceRowLayout",
                        BalanceRowLayout.ROW,
                        100,
                        "balance 0 8, id 8 4, branch 12 4, filler 16 84"),
                Arguments.of(
                        "HistoryLayout",
                        HistoryLayout.RECORD,
                        50,
                        "sequence 0 8, accountBalance 8 8, tellerBalance 16 8, branchBalance 24 8, account 32 4,"
                                + " teller 36 4, branch 40 4, delta 44 4, filler 48 2"));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void keepsItsOffsets(String name, MemoryLayout layout, int bytes, String frozen) {
        assertThat(layout.byteSize()).isEqualTo(bytes);
        assertThat(fields(layout)).as(name).isEqualTo(frozen);
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void isWhatItsCommentSays(String name, MemoryLayout layout, int bytes, String frozen) throws IOException {
        Path source = Path.of("src/main/java/org/failuretransparency/tpcb", name + ".java");
        List<String> documented = new ArrayList<>();
        for (String line : Files.readAllLines(source)) {
            var row = TABLE_ROW.matcher(line);
            if (row.find()) {
                documented.add(row.group(3) + " " + row.group(1) + " " + row.group(2));
            }
        }
        assertThat(String.join(", ", documented)).isEqualTo(frozen);
    }

    @Test
    void placesTheTablesOneBehindTheOther() {
        DebitCreditTables tables = new DebitCreditTables(new DebitCreditScale(2, 100_000));
        assertThat(tables.history(41_943)).isEqualTo(64);
        assertThat(tables.history(41_942)).isEqualTo(64 + 41_942 * 50);
        assertThat(tables.branch(0)).isEqualTo(64 + 2_097_152);
        assertThat(tables.teller(0)).isEqualTo(64 + 2_097_152 + 200);
        assertThat(tables.account(0)).isEqualTo(64 + 2_097_152 + 200 + 2000);
        assertThat(tables.account(199_999)).isEqualTo(64 + 2_097_152 + 2200 + 19_999_900);
    }

    @Test
    void keepsItsMagic() {
        byte[] magic = ByteBuffer.allocate(8)
                .putLong(Long.reverseBytes(DebitCreditLayout.MAGIC))
                .array();
        assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("DEBITCR\1");
    }

    private static String fields(MemoryLayout layout) {
        List<String> fields = new ArrayList<>();
        long offset = 0;
        for (MemoryLayout field : ((GroupLayout) layout).memberLayouts()) {
            fields.add(field.name().orElse("padding") + " " + offset + " " + field.byteSize());
            offset += field.byteSize();
        }
        return String.join(", ", fields);
    }
}
