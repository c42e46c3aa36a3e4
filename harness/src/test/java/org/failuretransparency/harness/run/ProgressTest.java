package org.failuretransparency.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class ProgressTest {

    private final StringWriter written = new StringWriter();

    @Test
    void printsALineForEachTenthWhereThereIsNoTerminal() {
        Progress progress = new Progress(new PrintWriter(written), false, 40);
        for (int trial = 0; trial < 40; trial++) {
            progress.finished("trial " + trial);
        }
        progress.end();
        assertThat(written.toString().lines())
                .hasSize(10)
                .last()
                .asString()
                .startsWith("100%")
                .contains("0:00 left");
    }

    @Test
    void rewritesOneLineOnATerminalAndRemovesItAtTheEnd() {
        Progress progress = new Progress(new PrintWriter(written), true, 4);
        progress.skipped();
        progress.finished("a trial");
        assertThat(written.toString())
                .startsWith("\r")
                .contains(" 50% ")
                .contains("a trial")
                .doesNotContain("\n");
        progress.end();
        assertThat(written.toString()).endsWith(" \r");
    }
}
