package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The layouts in numbers that checkpoints rely on, and the tables that document them.
class LayoutTest {

    private static final Pattern ROW = Pattern.compile("/// +(\\d+) +(\\d+) +(\\w+)( .*)?");

    @Test
    void aFrameIsWhatVersion1Has() {
        assertThat(rows(FrameLayout.FRAME))
                .containsExactly("0 4 callerRoutine", "4 4 callerPoint", "8 8 callerFrame", "16 8 locals");
        assertThat(rows(FrameLayout.CONTEXT))
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
        assertThat(rows(RegistersLayout.LAYOUT))
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
        assertThat(tables("FrameLayout")).containsExactly(rows(FrameLayout.FRAME), rows(FrameLayout.CONTEXT));
        assertThat(tables("RegistersLayout")).containsExactly(rows(RegistersLayout.LAYOUT));
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

    /// The named fields as `offset length name`.
    private static List<String> rows(MemoryLayout layout) {
        List<String> rows = new ArrayList<>();
        long offset = 0;
        for (MemoryLayout member : ((StructLayout) layout).memberLayouts()) {
            member.name().ifPresent(name -> rows.add(name));
            rows.set(rows.size() - 1, offset + " " + member.byteSize() + " " + rows.getLast());
            offset += member.byteSize();
        }
        return rows;
    }

    /// The rows of each fenced table in a class's doc comment.
    private static List<List<String>> tables(String layout) throws IOException {
        Path module = Path.of(System.getProperty("basedir", ""));
        Path source = module.resolve("src/main/java/org/failuretransparency/guest/" + layout + ".java");
        List<List<String>> tables = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(source)) {
            if (line.equals("/// ```")) {
                inside = !inside;
                if (inside) {
                    tables.add(new ArrayList<>());
                }
            }
            Matcher row = ROW.matcher(line);
            if (inside && row.matches()) {
                tables.getLast().add(row.group(1) + " " + row.group(2) + " " + row.group(3));
            }
        }
        return tables;
    }
}
