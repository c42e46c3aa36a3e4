package org.failuretransparency.workloads.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.AmnesiaContract;
import org.failuretransparency.guest.Program;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// It does its rounds, finds its pages whole, and forgets nothing.
class PageLoopTest extends AmnesiaContract {

    private static final long PAGE = AddressSpace.PAGE_BYTES;

    @Override
    protected Program program() {
        return PageLoop.program(new PageLoop.Settings(200 * PAGE, 300 * PAGE, 2, 3));
    }

    @Override
    protected byte[] input() {
        return new byte[0];
    }

    @Override
    protected Run repeatable(Run run) {
        assertThat(run.output()).matches("rounds=3 micros=[0-9]+\n");
        return run.withOutput(run.output().replaceAll("micros=[0-9]+", "micros=T"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 64, 65, 66, 129})
    void touchesThatManyPages(long pages) throws IOException {
        Run run = run(() -> PageLoop.program(new PageLoop.Settings(pages * PAGE, pages * PAGE, 1, 5)), false);
        assertThat(run.output()).startsWith("rounds=5 micros=");
        assertThat(run.status()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4096, 1, 1, 'not a number of pages: touchedBytes=0'",
        "5000, 8192, 1, 1, 'not a number of pages: touchedBytes=5000'",
        "8192, 4096, 1, 1, 'no room for what is touched: stateBytes=4096, touchedBytes=8192'",
        "4096, 4096, 0, 1, 'no rounds: warmUps=0, rounds=1'",
        "4096, 4096, 1, 0, 'no rounds: warmUps=1, rounds=0'"
    })
    void refusesWhatItCannotDo(long touchedBytes, long stateBytes, long warmUps, long rounds, String message) {
        assertThatThrownBy(() -> new PageLoop.Settings(touchedBytes, stateBytes, warmUps, rounds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
