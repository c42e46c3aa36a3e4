package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The layouts in numbers that checkpoints rely on, and the tables that document them.
class LayoutTest {

    @Test
    void aFrameIsWhatVersion1Has() {
        assertThat(LayoutTables.rows(FrameLayout.FRAME))
                .containsExactly("0 4 callerRoutine", "4 4 callerPoint", "8 8 callerFrame", "16 8 locals");
        assertThat(LayoutTables.rows(FrameLayout.CONTEXT))
                .containsExactly(
                        "0 4 routine",
                        "4 4 point",
                        "8 8 stackPointer",
                        "16 8 framePointer",
                        "24 8 signalMask",
                        "32 8 result");
        assertThat(FrameLayout.CONTEXT_BYTES).isEqualTo(48);
        assertThat(FrameLayout.frameBytes(2)).isEqualTo(32);
        assertThat(FrameLayout.frameBytes(3)).isEqualTo(48);
        assertThat(List.of(FrameLayout.NO_CALLER, FrameLayout.INTERRUPTED)).containsExactly(-1, -2);
    }

    @Test
    void registersAreWhatVersion1Has() {
        assertThat(LayoutTables.rows(RegistersLayout.LAYOUT))
                .containsExactly(
                        "0 4 routine",
                        "4 4 point",
                        "8 8 stackPointer",
                        "16 8 framePointer",
                        "24 8 signalMask",
                        "32 8 pendingSignals",
                        "40 4 phase",
                        "44 4 systemCall",
                        "48 32 arguments",
                        "80 8 result");
        assertThat(Registers.BYTES).isEqualTo(88);
        assertThat(Registers.Phase.values())
                .containsExactly(Registers.Phase.RUNNING, Registers.Phase.PENDING, Registers.Phase.DONE);
    }

    @Test
    void theTablesInTheCommentsSayWhatTheLayoutsAre() throws IOException {
        assertThat(LayoutTables.tables("FrameLayout"))
                .containsExactly(LayoutTables.rows(FrameLayout.FRAME), LayoutTables.rows(FrameLayout.CONTEXT));
        assertThat(LayoutTables.tables("RegistersLayout")).containsExactly(LayoutTables.rows(RegistersLayout.LAYOUT));
    }

    @Test
    void registersAreLoadedAsTheyWereSaved() {
        Registers saved = new Registers();
        saved.routine = 1;
        saved.point = 2;
        saved.stackPointer = 3;
        saved.framePointer = 4;
        saved.signalMask = 5;
        saved.pendingSignals = 6;
        saved.request(7, 8, 9, 10, 11);
        saved.result = -12;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment form = arena.allocate(Registers.BYTES);
            saved.save(form);
            Registers loaded = new Registers();
            loaded.load(form);
            assertThat(loaded).hasToString(saved.toString());
            assertThat(List.of(loaded.routine(), loaded.point(), loaded.systemCall()))
                    .containsExactly(1, 2, 7);
            assertThat(List.of(loaded.stackPointer(), loaded.framePointer(), loaded.signalMask()))
                    .containsExactly(3L, 4L, 5L);
            assertThat(List.of(loaded.argument(0), loaded.argument(1), loaded.argument(2), loaded.argument(3)))
                    .containsExactly(8L, 9L, 10L, 11L);
            assertThat(loaded.pendingSignals()).isEqualTo(6);
            assertThat(loaded.result()).isEqualTo(-12);
            assertThat(loaded.phase()).isEqualTo(Registers.Phase.PENDING);
            assertThatThrownBy(() -> loaded.argument(4)).hasMessage("no such argument: index=4");
            form.fill((byte) 9);
            assertThatThrownBy(() -> loaded.load(form))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("not saved registers: phase=" + 0x09090909);
            assertThat(loaded).hasToString(saved.toString());
        }
    }
}
