package org.failuretransparency.crashlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.failuretransparency.rio.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    /// Prints its arguments and its store seam; then waits for ever, throws, or ends.
    static final class Talker {
        public static void main(String[] arguments) {
            for (String argument : arguments) {
                System.out.println(argument);
            }
            System.out.println(Stores.STORES.getClass().getSimpleName());
            if (arguments[0].equals("throw")) {
                throw new IllegalStateException("thrown by the child");
            }
            while (arguments[0].equals("wait")) {
                LockSupport.park();
            }
        }
    }

    @Test
    void readsTheChildsLinesAndKillsIt() {
        try (ChildJvm child = ChildJvm.start(directory, List.of(), Talker.class, "wait", "two words")) {
            assertThat(child.awaitLine("two", TIMEOUT)).isEqualTo("two words");
            assertThat(child.nextLine(TIMEOUT)).contains("Stores");
            child.kill(TIMEOUT);
            assertThat(child.exitCode(TIMEOUT)).isEqualTo(ChildJvm.KILLED);
            assertThat(child.nextLine(TIMEOUT)).isEmpty();
        }
    }

    @Test
    void loadsTheRecordingStoresOnDemand() {
        try (ChildJvm child = ChildJvm.start(directory, List.of(RecordingStores.FLAG), Talker.class, "end")) {
            assertThat(child.awaitLine("Recording", TIMEOUT)).isEqualTo("RecordingStores");
            assertThat(child.exitCode(TIMEOUT)).isZero();
        }
    }

    @Test
    void refusesToHaveKilledAChildThatEndedByItself() {
        try (ChildJvm child = ChildJvm.start(directory, List.of(), Talker.class, "throw")) {
            assertThat(child.exitCode(TIMEOUT)).isEqualTo(1);
            assertThatThrownBy(() -> child.kill(TIMEOUT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("child was not killed: exit code=1, expected=137")
                    .hasMessageContaining("thrown by the child");
        }
    }

    @Test
    void saysWhatItWaitedForWhenALineDoesNotCome() {
        try (ChildJvm child = ChildJvm.start(directory, List.of(), Talker.class, "end")) {
            assertThatThrownBy(() -> child.awaitLine("never", TIMEOUT))
                    .hasMessageContaining(
                            "child ended without the line: start=never, printed=[end, Stores], exit code=0");
        }
    }

    @Test
    void doesNotWaitLongerThanItIsTold() {
        try (ChildJvm child = ChildJvm.start(directory, List.of(), Talker.class, "wait")) {
            child.awaitLine("Stores", TIMEOUT);
            assertThatThrownBy(() -> child.nextLine(Duration.ofMillis(10)))
                    .hasMessageContaining("child printed no line");
            assertThatThrownBy(() -> child.exitCode(Duration.ofMillis(10))).hasMessageContaining("child did not end");
        }
    }
}
