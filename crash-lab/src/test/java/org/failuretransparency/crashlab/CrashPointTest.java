package org.failuretransparency.crashlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CrashPointTest {

    @Test
    void hasANameThatNamesItAgain() {
        assertThat(CrashPoint.inWork(StepKind.PUBLISH, 7)).hasToString("work:publish:7");
        for (CrashPoint.Phase phase : CrashPoint.Phase.values()) {
            for (StepKind kind : StepKind.values()) {
                CrashPoint point = new CrashPoint(phase, kind, 3);
                assertThat(CrashPoint.of(point.toString())).isEqualTo(point);
            }
        }
    }

    @Test
    void refusesWhatIsNoPoint() {
        assertThatThrownBy(() -> CrashPoint.of("publish:7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a crash point: name=publish:7, expected=phase:kind:count");
        assertThatThrownBy(() -> CrashPoint.of("work:never:1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CrashPoint.inRecovery(StepKind.SYNC, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("count out of range: count=0, expected at least=1");
    }
}
