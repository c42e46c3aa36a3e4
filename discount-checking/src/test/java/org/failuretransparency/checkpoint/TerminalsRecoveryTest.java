package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.HostFiles;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.guest.TerminalRequests;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.workloads.kernel.PseudoTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A process finds its terminal in the modes that it set, whatever was done to the terminal meanwhile.
@Timeout(120)
final class TerminalsRecoveryTest {

    private static final int LOCAL_FLAGS = 12;
    private static final int ICANON = 2;
    private static final int ECHO = 8;

    private static final long LINE = 64;
    private static final long MODES = 512;

    @TempDir
    private Path directory;

    private final PseudoTerminal terminal = new PseudoTerminal();

    @AfterEach
    void closeIt() {
        terminal.close();
    }

    private static Program program() {
        return new Program(
                "modes",
                1,
                new AddressSpace(AddressSpace.PAGE_BYTES, 1 << 16, 16 << 10),
                List.of(new Program.Entry("main", 3, TerminalsRecoveryTest::main)),
                0);
    }

    /// Turns echo off by one descriptor, then the editing of lines by another one of the same terminal.
    private static void main(Guest g) {
        Memory memory = g.memory();
        g.resumeAt(g.point() + 1);
        switch (g.point()) {
            case 0, 4, 8, 10 -> g.request(SystemCalls.IOCTL, 0, TerminalRequests.TCGETS, MODES, 0);
            case 1 -> set(g, 2, ECHO);
            case 2, 6 -> StoppedRuns.say(g, LINE, "point " + g.point() + " set " + g.result());
            case 3, 7, 12 -> g.resumeAt(g.point() + 1);
            case 5 -> set(g, 0, ICANON);
            case 9, 11 ->
                StoppedRuns.say(
                        g,
                        LINE,
                        "point " + g.point() + " flags " + (memory.getInt(MODES + LOCAL_FLAGS) & (ECHO | ICANON)));
            default -> g.exit(0);
        }
    }

    private static void set(Guest g, int fd, int off) {
        Memory memory = g.memory();
        memory.putInt(MODES + LOCAL_FLAGS, memory.getInt(MODES + LOCAL_FLAGS) & ~off);
        g.request(SystemCalls.IOCTL, fd, TerminalRequests.TCSETS, MODES, 0);
    }

    private void lend(Descriptors descriptors) {
        terminal.reset();
        descriptors.lend(0, terminal.descriptor());
        descriptors.lend(2, terminal.descriptor());
    }

    @ParameterizedTest
    @EnumSource(names = {"RIO", "DISK"})
    void surviveBeingStoppedBeforeEachStep(StorageKind kind) throws IOException {
        StoppedEverywhere.requireEqualOutput(directory, kind, TerminalsRecoveryTest::program, this::lend);
    }

    @ParameterizedTest
    @EnumSource(names = {"RIO", "DISK"})
    void surviveAmnesia(StorageKind kind) throws IOException {
        StoppedEverywhere.requireNothingForgotten(directory, kind, TerminalsRecoveryTest::program, this::lend, 1);
    }

    @Test
    void saysWhichDescriptorIsNoTerminalAndGoesOnWhenItIsOne() throws IOException {
        boolean[] gone = {false};
        Path file = Files.createFile(directory.resolve("file"));
        StoppedRuns runs = new StoppedRuns(directory, StorageKind.RIO, TerminalsRecoveryTest::program, descriptors -> {
            if (gone[0]) {
                descriptors.give(0, HostFiles.toRead(file), false);
                descriptors.give(2, HostFiles.toRead(file), false);
            } else {
                lend(descriptors);
            }
        });
        runs.openStandard();
        assertThat(runs.stopBefore(10)).isTrue();
        gone[0] = true;
        assertThatThrownBy(() -> runs.stopBefore(1_000))
                .isInstanceOf(CheckpointException.TerminalGone.class)
                .hasMessageContaining("process.dc, fd=0, reason=ENOTTY");
        gone[0] = false;
        assertThat(runs.stopBefore(1_000)).isFalse();
        assertThat(runs.output()).endsWith("point 9 flags 0\npoint 11 flags 0\n");
        runs.closeStandard();
    }
}
