package org.failuretransparency.harness.theory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.TheoryException;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.Protocols;
import org.failuretransparency.theory.trace.Flush;
import org.failuretransparency.theory.trace.TraceHeader;
import org.failuretransparency.theory.trace.TraceWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class TheoryCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter printed = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void acceptsATraceAndCountsItsEvents() throws IOException {
        assertThat(theory("check", trace(toss(true)).toString())).isZero();
        assertThat(printed.toString())
                .startsWith("5 events of 2 processes: tosser, shower\n")
                .contains("the commit invariant holds: events=5, visible=1, commits=1, safety violations=0");
    }

    @Test
    void exitsWith1AndTellsTheWitness() throws IOException {
        assertThat(theory("check", trace(toss(false)).toString())).isEqualTo(1);
        assertThat(printed.toString())
                .startsWith("4 events of 2 processes")
                .contains("the commit invariant does not hold", "safety violations=1")
                .contains("toss", "-> send 1 -> receive 0 of shower -> visible 1 of shower (heads)");
    }

    @Test
    void exitsWith2AndGivesNoVerdictOnATraceThatCannotBeReadWhole() throws IOException {
        Path trace = trace(toss(true));
        byte[] bytes = Files.readAllBytes(trace);
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, bytes.length - 3));
        assertThat(theory("check", cut.toString())).isEqualTo(2);
        assertThat(errors.toString()).startsWith("ft: " + cut);
        assertThat(theory("check", folder.resolve("missing").toString())).isEqualTo(2);
        assertThat(errors.toString()).contains("trace not readable: ");
        assertThat(printed.toString()).isEmpty();
    }

    @Test
    void refusesUnknownTolerances() throws IOException {
        assertThat(theory("check", "--tolerate", "none", trace(toss(true)).toString()))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("no such tolerance: name=none, known=one,several");
    }

    @Test
    void drawsATraceWithItsWitness() throws IOException {
        Path picture = folder.resolve("toss.svg");
        assertThat(theory("draw", trace(toss(false)).toString(), "--out", picture.toString()))
                .isZero();
        assertThat(printed.toString()).isEqualTo("4 events drawn into " + picture + "\n");
        assertThat(picture).content().contains("violation's witness", "<title>trace</title>", ">shower</text>");
        assertThat(theory(
                        "draw",
                        trace(toss(true)).toString(),
                        "--out",
                        folder.resolve("toss.png").toString()))
                .isZero();
        assertThat(folder.resolve("toss.png")).isNotEmptyFile();
    }

    @Test
    void drawsAPartOfALongTraceAndRefusesTheWhole() throws IOException {
        Computation.Builder computation = Computation.of("p0");
        for (int i = 0; i < 500; i++) {
            computation.then(0, EventType.INTERNAL);
        }
        String trace = trace(computation.build()).toString();
        Path picture = folder.resolve("part.svg");
        assertThat(theory("draw", trace, "--out", picture.toString())).isEqualTo(2);
        assertThat(errors.toString())
                .contains("too long to draw: events=500, maximum=400 (choose a part with --from and --to)");
        assertThat(theory("draw", trace, "--out", picture.toString(), "--from", "490", "--to", "600"))
                .isZero();
        assertThat(picture).content().contains("<title>trace, events 490 to 499 of 500</title>");
        assertThat(theory("draw", trace, "--out", picture.toString(), "--from", "500"))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("nothing to draw: events=500, --from=500, --to=500");
    }

    @Test
    void drawsOnlyPictures() throws IOException {
        assertThat(theory("draw", trace(toss(true)).toString(), "--out", "toss.pdf"))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("no picture: --out=toss.pdf, expected=.svg or .png");
    }

    @Test
    void exploresModelsByNameAndFromFilesAndTellsBadRuns() throws IOException {
        assertThat(theory("explore", "figure-2.5")).isEqualTo(1);
        assertThat(printed.toString())
                .contains("figure-2.5: ", " states, ", "recovery can be inconsistent (safety):", "  1. ")
                .contains("observer saw");
        Path model = Files.writeString(folder.resolve("hello"), "machine hello\nprocess P\n  show hello\n");
        assertThat(theory("explore", model.toString(), "--failures", "1")).isZero();
        assertThat(printed.toString()).contains("failures up to 1", "every recovery is consistent");
    }

    @Test
    void exploresAMachineUnderAProtocol() throws IOException {
        Path model = Files.writeString(folder.resolve("toss"), """
                machine toss
                process P0
                    choose heads -> won | tails -> lost
                    won: send heads to P1 -> end
                    lost: send tails to P1 -> end
                process P1
                    receive from P0 heads -> won | tails -> lost
                    won: show heads -> end
                    lost: show tails -> end
                """);
        assertThat(theory("explore", model.toString())).isEqualTo(1);
        assertThat(theory("explore", model.toString(), "--protocol", "cbndvs")).isZero();
        assertThat(printed.toString()).contains("toss under cbndvs: ", "every recovery is consistent");
        assertThat(theory("explore", model.toString(), "--protocol", "cbndv")).isEqualTo(2);
        assertThat(errors.toString()).contains("no such protocol: id=cbndv, nearest=cbndv-2pc cbndvs");
        assertThat(theory("explore", model.toString(), "--protocol", "direct")).isEqualTo(2);
        assertThat(theory("explore", model.toString(), "--failures", "-1")).isEqualTo(2);
        assertThat(errors.toString()).contains("negative number of failures: --failures=-1");
    }

    @Test
    void exitsWith2ForModelsThatCannotBeRead() throws IOException {
        Path model = Files.writeString(folder.resolve("broken"), "machine broken\nprocess P\n  shout hello\n");
        assertThat(theory("explore", model.toString())).isEqualTo(2);
        assertThat(errors.toString()).contains(model + ":3: ");
        assertThat(theory("explore", "figure-2.6")).isEqualTo(2);
        assertThat(errors.toString())
                .contains("model not readable: file=figure-2.6")
                .contains("did you mean figure-2.");
    }

    @Test
    void listsFiguresAndRunsOne() {
        assertThat(theory("figure")).isZero();
        assertThat(printed.toString()).contains("2.9     2.2.4    A problematic computation for liveness");
        assertThat(theory("figure", "2.9", "--out", folder.resolve("figures").toString()))
                .isZero();
        assertThat(printed.toString()).contains("Figure 2.9: ", "FAILS", "holds", "drawn: ");
        assertThat(folder.resolve("figures/figure-2.9-1.svg")).content().contains("violation's witness");
    }

    @Test
    void suggestsTheNearestFigure() {
        assertThat(theory("figure", "2.99")).isEqualTo(2);
        assertThat(errors.toString()).contains("no such figure: id=2.99, did you mean 2.9? (see ft theory figure)");
    }

    @Test
    void listsEveryProtocol() {
        assertThat(theory("protocols")).isZero();
        assertThat(printed.toString())
                .contains(Protocols.ALL.stream().map(Protocol::id).toList())
                .contains("cbndvs-log ", "several, app");
    }

    private Path trace(Computation computation) throws IOException {
        Path file = folder.resolve("trace");
        Files.deleteIfExists(file);
        try (TraceWriter writer = TraceWriter.create(file, TraceHeader.of(computation.processes()), Flush.ON_REQUEST)) {
            computation.replay(writer);
            writer.finish();
        }
        return file;
    }

    private static Computation toss(boolean committed) {
        Computation.Builder computation = Computation.of("tosser", "shower");
        computation.then(0, EventType.CHOICE, "toss");
        if (committed) {
            computation.then(0, EventType.COMMIT);
        }
        Event send = computation.send(0, 1);
        return computation
                .receive(send, EventType.ORDERED_RECEIVE)
                .then(1, EventType.VISIBLE, "heads")
                .build();
    }

    /// As `ft` does it, whose exception handler turns refusals into exit code 2.
    private int theory(String... arguments) {
        CommandLine theory = new CommandLine(new TheoryCommand());
        theory.setOut(new PrintWriter(printed));
        theory.setErr(new PrintWriter(errors, true));
        theory.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (exception instanceof TheoryException) {
                command.getErr().println("ft: " + exception.getMessage());
                return 2;
            }
            throw exception;
        });
        return theory.execute(arguments);
    }
}
