package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The tutorial's program does what it says, and the README quotes it as it is.
class TallyTest extends AmnesiaContract {

    @Override
    protected Program program() {
        return Tally.program();
    }

    @Override
    protected byte[] input() {
        return "to be or\nnot  to be\n\nthat is".getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void countsTheWordsOfItsInput() throws IOException {
        Run run = run(this::program, false);
        assertThat(run.output()).isEqualTo("""
                        1 lines, 3 words
                        2 lines, 4 words
                        3 lines, 4 words
                        to 2
                        be 2
                        or 1
                        not 1
                        that 1
                        is 1
                        """);
        assertThat(run.status()).isZero();
    }

    @Test
    void theReadmeQuotesThisProgramAndTheOneWithALibrary() throws IOException {
        Path module = Path.of(System.getProperty("basedir", ""));
        String readme = Files.readString(module.resolve("README.md"));
        List<String> lines = new ArrayList<>();
        for (String program : List.of("Tally.java", "tcp/Echo.java")) {
            lines.addAll(Files.readAllLines(module.resolve("src/test/java/org/failuretransparency/guest/" + program)));
        }
        int quotes = 0;
        for (int start = 0; start < lines.size(); start++) {
            if (lines.get(start).strip().startsWith("// quote:")) {
                int end = start;
                while (!lines.get(end).strip().equals("// end")) {
                    end++;
                }
                quotes++;
                assertThat(readme)
                        .contains(
                                String.join("\n", lines.subList(start + 1, end)).stripIndent());
            }
        }
        assertThat(quotes).isEqualTo(9);
    }
}
