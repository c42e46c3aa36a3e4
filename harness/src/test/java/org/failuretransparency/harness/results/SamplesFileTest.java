package org.failuretransparency.harness.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SamplesFileTest {

    private static final String HEADER = "experiment,system,storage,protocol,process,params,x_name,x_value,x_unit,"
            + "metric,unit,block,order,trial,value,valid\n";
    private static final String ROW = "synthetic,rvm,disk,,,database_bytes=52428800;group=64,bytes,8,bytes,"
            + "transaction_time,ns,0,3,1,250000.25,true\n";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("samples.csv");
    }

    @Test
    void writesTheColumnsThatTheFormatFixes() throws IOException {
        Params params = Params.none().with(Params.GROUP, 64).with(Params.DATABASE_BYTES, 52_428_800);
        Key key = new Key("synthetic", Arm.of(Cell.RVM_DISK, params), X.bytes("bytes", 8), Metric.TRANSACTION_TIME);
        try (SamplesFile samples = SamplesFile.append(file)) {
            samples.append(new Sample(key, new Sample.Turn(0, 3, 1), 250_000.25, true));
        }
        assertThat(file).content().isEqualTo(HEADER + ROW);
    }

    @Test
    void readsBackWhatWasWritten() {
        SampleRun run = SampleRun.standard(2)
                .add(
                        "crash",
                        new Arm(new Cell("vista", ""), "cand", "a, \"quoted\" process", Params.none()),
                        X.none(),
                        Metric.VIOLATIONS,
                        1,
                        1e-7,
                        false);
        RunFolder written = run.write(folder);
        assertThat(SamplesFile.read(written.samples())).isEqualTo(run.samples());
    }

    @Test
    void continuesAFileThatAKilledWriterLeftWithHalfALine() throws IOException {
        Files.writeString(file, HEADER + ROW + "synthetic,rvm,di");
        SampleRun more = SampleRun.of(1, 0).synthetic(Cell.VISTA, Params.none(), bytes -> bytes);
        try (SamplesFile samples = SamplesFile.append(file)) {
            more.samples().forEach(samples::append);
        }
        assertThat(SamplesFile.read(file)).hasSize(1 + more.samples().size());
    }

    @Test
    void refusesAFileWhoseLastLineIsCut() throws IOException {
        Files.writeString(file, HEADER + ROW + ROW.strip());
        assertThatThrownBy(() -> SamplesFile.read(file))
                .isInstanceOf(ResultsException.Malformed.class)
                .hasMessage(file + ":3: the last line is not complete: expected a newline at its end");
    }

    @Test
    void refusesAnotherHeader() throws IOException {
        Files.writeString(file, HEADER.replace("block", "round") + ROW);
        assertThatThrownBy(() -> SamplesFile.read(file))
                .isInstanceOf(ResultsException.Malformed.class)
                .hasMessageStartingWith(file + ":1: unexpected header: expected=experiment,");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
            250000.25        | fast  | not a number: column=value, value=fast
            250000.25        | NaN   | not a finite number: column=value, value=NaN
            ,0,3,1,          | ,-1,3,1, | negative number: column=block, value=-1
            ,0,3,1,          | ,0,3,x, | not a whole number: column=trial, value=x
            true             | yes   | neither true nor false: column=valid, value=yes
            transaction_time,ns | transaction_time,us | wrong unit: metric=transaction_time, expected=ns, found=us
            transaction_time | speed | no such metric: name=speed
            transaction_time | overhead | derived metrics are not recorded: metric=overhead
            group=64         | group | not key=value: params=database_bytes=52428800;group, found=group
            group=64         | colour=red | no such parameter: key=colour
            synthetic,       | ,     | empty value: column=experiment
            rvm,disk,        | rvm,  | wrong number of values: expected=16, found=15
            rvm,disk,        | "rvm,disk, | not CSV
            """)
    void saysWhichLineIsWrongAndWhy(String right, String wrong, String reason) throws IOException {
        Files.writeString(file, HEADER + ROW);
        Files.writeString(file, ROW.replace(right.strip(), wrong.strip()), StandardOpenOption.APPEND);
        assertThatThrownBy(() -> SamplesFile.read(file))
                .isInstanceOf(ResultsException.Malformed.class)
                .hasMessageStartingWith(file + ":3: " + reason);
    }
}
