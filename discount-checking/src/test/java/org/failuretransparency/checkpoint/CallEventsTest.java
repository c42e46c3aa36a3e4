package org.failuretransparency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.failuretransparency.checkpoint.FileScript.CREAT;
import static org.failuretransparency.checkpoint.FileScript.RDONLY;
import static org.failuretransparency.checkpoint.FileScript.RDWR;
import static org.failuretransparency.checkpoint.FileScript.WRONLY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.HostFiles;
import org.failuretransparency.theory.protocol.Protocols;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is taken for non-deterministic and for visible, by the commits that it asks for.
final class CallEventsTest {

    private static final String AFTER_NON_DETERMINISTIC = "cand";
    private static final String BEFORE_VISIBLE = "cpvs";

    @TempDir
    private Path directory;

    private Path work;
    private Path input;

    @BeforeEach
    void prepare() throws IOException {
        work = Files.createDirectory(directory.resolve("work"));
        Files.writeString(work.resolve("a"), "0123456789");
        input = Files.writeString(directory.resolve("input"), "0123456789");
    }

    private FileScript script() {
        return new FileScript(work);
    }

    /// Runs it with an input that can only be read as 0, and with a lent file as 3.
    private long commits(String protocol, FileScript script) {
        Descriptors descriptors = new Descriptors();
        descriptors.give(0, HostFiles.toRead(input), false);
        descriptors.give(1, HostFiles.toWrite(directory.resolve("output")), false);
        descriptors.give(2, HostFiles.toWrite(directory.resolve("output")), false);
        descriptors.give(3, HostFiles.toWrite(directory.resolve("lent")), false);
        CheckpointOptions options =
                CheckpointOptions.defaults().withCheckpoints(new Checkpoints.By(Protocols.named(protocol)));
        try (DiscountChecking process =
                DiscountChecking.open(script.program(), directory.resolve("process.dc"), options, descriptors)) {
            assertThat(process.run()).isZero();
            return process.statistics().checkpoints();
        }
    }

    private String fromWork(String absolute) {
        return work.relativize(Path.of(absolute)).toString();
    }

    @Test
    void readingOnesOwnFileOrALentOneIsInternal() {
        FileScript script =
                script().open("a", RDONLY).read(4, 5).read(4, 9).read(0, 5).read(9, 5);
        assertThat(commits(AFTER_NON_DETERMINISTIC, script)).isZero();
    }

    @Test
    void readingWhatTheKernelMakesUpIsInput() {
        FileScript script = script().open(fromWork("/dev/urandom"), RDONLY)
                .read(4, 8)
                .open(fromWork("/proc/uptime"), RDONLY)
                .read(5, 8);
        assertThat(commits(AFTER_NON_DETERMINISTIC, script)).isEqualTo(2);
    }

    @Test
    void soItIsIfItWasLent() {
        input = Path.of("/proc/uptime");
        assertThat(commits(AFTER_NON_DETERMINISTIC, script().read(0, 8))).isEqualTo(1);
    }

    @Test
    void askingForATerminalsModesIsInput() {
        assertThat(commits(AFTER_NON_DETERMINISTIC, script().modes(0))).isEqualTo(1);
    }

    @Test
    void writingToAnyLentDescriptorOrADeviceIsVisible() {
        FileScript script = script().write(1, "one")
                .write(3, "two")
                .open(fromWork("/dev/null"), WRONLY)
                .write(4, "x");
        assertThat(commits(BEFORE_VISIBLE, script)).isEqualTo(3);
    }

    @Test
    void writingToOnesOwnFileIsInternal() {
        FileScript script = script().open("a", RDWR)
                .write(4, "one")
                .open("b", RDWR | CREAT)
                .write(5, "two")
                .write(9, "x");
        assertThat(commits(BEFORE_VISIBLE, script)).isZero();
    }
}
