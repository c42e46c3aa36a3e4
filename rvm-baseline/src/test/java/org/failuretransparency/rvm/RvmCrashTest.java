package org.failuretransparency.rvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.failuretransparency.recoverable.CrashContract;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Test;

/// Every crash point of RVM's commits, groups, truncations and recovery.
class RvmCrashTest extends CrashContract {

    RvmCrashTest() {
        super(4, RvmCrashScenario.values());
    }

    @Test
    void theLogOfTheWrapScenarioIsTruncatedAndWraps() {
        try (RvmCrashProgram program = RvmCrashScenario.WRAP_AND_TRUNCATION.on(StorageKind.DISK)) {
            assertThat(program.truncations()).isGreaterThanOrEqualTo(2);
        }
    }
}
