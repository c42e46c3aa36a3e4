package org.failuretransparency.workloads.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.failuretransparency.guest.AmnesiaContract;
import org.failuretransparency.guest.HostKernel;
import org.failuretransparency.guest.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program with state of every kind in the kernel: besides that, it has nothing outside of memory and registers.
class EverythingAmnesiaTest extends AmnesiaContract {

    private static final int ROUNDS = 3;

    @TempDir
    private Path files;

    private DatagramEcho echo;
    private TcpPeer peer;
    private PseudoTerminal terminal;

    @BeforeEach
    void open() throws IOException {
        echo = new DatagramEcho();
        peer = new TcpPeer();
        terminal = new PseudoTerminal();
    }

    @AfterEach
    void close() throws IOException {
        terminal.close();
        peer.close();
        echo.close();
    }

    @Override
    protected Program program() {
        return Everything.program(files, echo.port(), peer.address(), ROUNDS);
    }

    @Override
    protected byte[] input() {
        return new byte[0];
    }

    @Override
    protected void prepare(HostKernel kernel) {
        terminal.reset();
        kernel.descriptors().lend(2, terminal.descriptor());
    }

    @Test
    void doesAllOfIt() throws IOException {
        Run run = run(this::program, true);
        assertThat(run.status()).isEqualTo(Everything.DONE);
        assertThat(run.output().lines()).hasSize(ROUNDS).first().isEqualTo(Everything.line(1));
        assertThat(Everything.violations(files, ROUNDS)).isEmpty();
    }
}
