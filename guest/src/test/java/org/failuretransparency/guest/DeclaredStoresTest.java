package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.SystemCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A checkpoint taken while a system call waits: whatever the call stores after it is declared after it.
class DeclaredStoresTest {

    private static final int PIPE = 3;
    private static final int PAGE = AddressSpace.PAGE_BYTES;
    private static final long IN_THE_FIRST_PAGE = 64;

    @TempDir
    private Path directory;

    private final Arena arena = Arena.ofConfined();
    private final Machine machine = new Machine();
    private int event;
    private int checkpoints;

    @BeforeEach
    void openAPipe() throws IOException, InterruptedException {
        machine.descriptors.give(PIPE, HostFiles.pipe(directory.resolve("pipe")), false);
        event = (int) SystemCall.eventfd();
        MemorySegment one = arena.allocate(8, 8);
        one.fill((byte) 1);
        SystemCall.write(event, one.address(), 8);
    }

    @AfterEach
    void end() {
        machine.close();
        SystemCall.close(event);
        arena.close();
    }

    /// Waits in a call, takes a checkpoint there, and then lets the call end.
    private long wait(Runnable afterTheCheckpoint, int systemCall, long... arguments) {
        machine.kernel.add(new Attendant() {
            @Override
            public int descriptor() {
                return event;
            }

            @Override
            public void attend(Registers registers) {
                if (checkpoints++ == 0) {
                    machine.memory.look();
                    afterTheCheckpoint.run();
                }
            }
        });
        long result = machine.call(systemCall, arguments);
        machine.memory.look();
        assertThat(checkpoints).isPositive();
        return result;
    }

    private void fillThePipe() {
        MemorySegment text = arena.allocateFrom("recovery");
        assertThat(SystemCall.write(machine.descriptors.host(PIPE), text.address(), 8))
                .isEqualTo(8);
    }

    @Test
    void read() {
        assertThat(wait(this::fillThePipe, SystemCalls.READ, PIPE, PAGE, 100)).isEqualTo(8);
        assertThat(machine.text(PAGE, 8)).isEqualTo("recovery");
    }

    @Test
    void receive() {
        assertThat(machine.call(SystemCalls.SOCKET, 2, 2)).isZero();
        machine.memory.putLong(IN_THE_FIRST_PAGE, 0x0100007F_00000002L);
        assertThat(machine.call(SystemCalls.BIND, 0, IN_THE_FIRST_PAGE, 16)).isZero();
        assertThat(machine.call(SystemCalls.GETSOCKNAME, 0, IN_THE_FIRST_PAGE)).isZero();
        Runnable send = () -> {
            long name = machine.memory.nativeToLoad(IN_THE_FIRST_PAGE, 16);
            assertThat(SystemCall.sendto(machine.descriptors.host(0), name, 5, 0, name, 16))
                    .isEqualTo(5);
        };
        assertThat(wait(send, SystemCalls.RECVFROM, 0, PAGE, 100, 2L * PAGE)).isEqualTo(5);
    }

    @Test
    void poll() {
        machine.memory.putInt(PAGE, PIPE);
        machine.memory.putInt(PAGE + 4, 1);
        assertThat(wait(this::fillThePipe, SystemCalls.POLL, PAGE, 1, -1)).isEqualTo(1);
        assertThat(machine.memory.getInt(PAGE + 4)).isEqualTo(1 << 16 | 1);
    }

    @Test
    void select() {
        machine.memory.putLong(PAGE, 1L << PIPE | 1L << 10);
        assertThat(wait(this::fillThePipe, SystemCalls.SELECT, PIPE + 1, PAGE)).isEqualTo(1);
        assertThat(machine.memory.getLong(PAGE)).isEqualTo(1L << PIPE);
    }

    @Test
    void nanosleep() {
        machine.memory.putLong(IN_THE_FIRST_PAGE, 30);
        Runnable raise = () -> machine.registers.raise(Signals.bit(Signals.SIGUSR1));
        assertThat(wait(raise, SystemCalls.NANOSLEEP, IN_THE_FIRST_PAGE, PAGE)).isEqualTo(-Errno.EINTR);
        assertThat(machine.memory.getLong(PAGE)).isEqualTo(29);
    }

    @Test
    void storesThatNobodyDeclaredAreFound() {
        MemorySegment kept = machine.memory.writable(PAGE, 8);
        kept.fill((byte) 1);
        machine.memory.look();
        kept.fill((byte) 2);
        assertThatThrownBy(machine.memory::look)
                .isInstanceOf(AssertionError.class)
                .hasMessage("store that was not declared: page at address=4096");
    }
}
