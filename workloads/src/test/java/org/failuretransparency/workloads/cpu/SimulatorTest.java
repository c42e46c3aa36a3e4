package org.failuretransparency.workloads.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.failuretransparency.guest.AmnesiaContract;
import org.failuretransparency.guest.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole program: its checksums are those of plain Java, and it forgets nothing.
class SimulatorTest extends AmnesiaContract {

    private static final int SMALL_BYTES = 64 << 10;

    @Override
    protected Program program() {
        return Simulator.program(new Simulator.Settings(SMALL_BYTES, 2));
    }

    @Override
    protected byte[] input() {
        return new byte[0];
    }

    @ParameterizedTest
    @CsvSource({"65536, 3", "262144, 1"})
    void computesWhatJavaComputes(int memoryBytes, int rounds) throws IOException {
        Run run = run(() -> Simulator.program(new Simulator.Settings(memoryBytes, rounds)), false);
        assertThat(run.output()).startsWith(Benchmark.lines(memoryBytes, rounds) + "instructions=");
        assertThat(run.status()).isZero();
    }

    @Test
    void doesTheSameEveryTime() throws IOException {
        Run first = run(this::program, false);
        assertThat(run(this::program, false)).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({"65537, 1", "32768, 1", "134217728, 1"})
    void refusesMemoryThatTheProgramCannotDivide(int memoryBytes, int rounds) {
        assertThatThrownBy(() -> new Simulator.Settings(memoryBytes, rounds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no power of two from 64 KB to 64 MB: memoryBytes=" + memoryBytes);
    }

    @ParameterizedTest
    @CsvSource({"0", "1000000"})
    void refusesRoundsThatItCannotPrint(int rounds) {
        assertThatThrownBy(() -> new Simulator.Settings(SMALL_BYTES, rounds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rounds not within 1 to 999999: rounds=" + rounds);
    }
}
