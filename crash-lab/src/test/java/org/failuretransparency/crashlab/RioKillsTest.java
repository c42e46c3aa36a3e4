package org.failuretransparency.crashlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stores to Rio are permanent at once (claim R1).
class RioKillsTest {

    @TempDir
    private Path directory;

    @Test
    void losesNoReportedStoreWhenTheProcessIsKilled() {
        RioKills.Outcome outcome = RioKills.run(directory, 3, new SplittableRandom(1));
        assertThat(outcome.kills()).isEqualTo(3);
        assertThat(outcome.reportedStores()).isGreaterThan(100);
        assertThat(outcome.lostStores()).isZero();
    }

    @Test
    @Tag("long")
    void losesNoReportedStoreInManyKills() {
        assertThat(RioKills.lostStores(directory, 50, new SplittableRandom(2))).isZero();
    }
}
