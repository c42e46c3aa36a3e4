package org.failuretransparency.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HostSignalsTest {

    private static final int SIGWINCH = 28;
    private static final int IN = 1;

    @Test
    @Timeout(20)
    void collectsSignalsUntilTheyAreTaken() throws IOException, InterruptedException {
        try (Arena arena = Arena.ofConfined();
                HostSignals signals = HostSignals.collect("WINCH")) {
            assertThat(signals.take()).isZero();
            int status = new ProcessBuilder(
                            "kill",
                            "-WINCH",
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            assertThat(status).isZero();
            MemorySegment polled = arena.allocate(8, 8);
            polled.set(ValueLayout.JAVA_INT, 0, signals.descriptor());
            polled.set(ValueLayout.JAVA_SHORT, 4, (short) IN);
            long ready;
            do {
                ready = SystemCall.ppoll(polled.address(), 1, 0);
            } while (ready == -Errno.EINTR);
            assertThat(ready).isEqualTo(1);
            assertThat(signals.take()).isEqualTo(1L << SIGWINCH - 1);
            assertThat(signals.take()).isZero();
            MemorySegment now = arena.allocate(16, 8);
            assertThat(SystemCall.ppoll(polled.address(), 1, now.address())).isZero();
        }
    }

    @Test
    void refusesSignalsThatTheJvmKeeps() {
        assertThatThrownBy(() -> HostSignals.collect("WINCH", "SEGV"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("signal cannot be handled: signal=SEGV");
        assertThatThrownBy(() -> HostSignals.collect("NOSUCH"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("signal cannot be handled: signal=NOSUCH");
    }
}
