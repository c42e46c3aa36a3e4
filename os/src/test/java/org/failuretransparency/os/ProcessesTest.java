package org.failuretransparency.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcessesTest {

    @Test
    void refusesToKillAProcessThatDoesNotExist() {
        assertThatThrownBy(() -> Processes.kill(Integer.MAX_VALUE))
                .isInstanceOf(OsException.class)
                .hasMessage("kill: pid=2147483647, errno=ESRCH");
    }

    @Test
    void killsAProcessByASignalThatItCannotCatch() throws Exception {
        Process process = new ProcessBuilder("sh", "-c", "trap '' TERM INT HUP; read line").start();
        Processes.kill(process.pid());
        assertThat(process.waitFor()).isEqualTo(137);
    }
}
