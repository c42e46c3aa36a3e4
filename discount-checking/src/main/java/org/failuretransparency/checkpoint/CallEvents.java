package org.failuretransparency.checkpoint;

import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Registers;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.guest.TerminalRequests;
import org.failuretransparency.theory.EventType;

/// Which kind of event a system call is (§2.2.1, §6.2.2).
///
/// | call | event |
/// | --- | --- |
/// | `read` of what can give other bytes another time: a pipe, a terminal, a device, `/proc` | input |
/// | `ioctl` for a terminal's modes or the window's size | input |
/// | `write` to a pipe, a terminal or a device; to any descriptor that the JVM lent | visible |
/// | `write`, `sendto` on a socket | send |
/// | `read`, `recvfrom` on a socket | receive |
/// | `poll`, `select` | poll |
/// | `gettimeofday`; `setitimer` that asks what was left | clock |
/// | `bind` to port 0 | port |
/// | all others, those on files among them | internal |
///
/// Regular files that the process opened are part of its own state, since what is done to them is undone with it; those
/// lent to it to be read, and no more, are read again from where they were. That holds as long as nobody else changes
/// them meanwhile.
///
/// An event has one type, and what others see is not taken for non-deterministic besides: results of `write` and
/// `sendto` that depend on the other side (`EAGAIN`, `EPIPE`, `ECONNREFUSED`, fewer bytes than asked for) ask for no
/// commit.
final class CallEvents {

    private static final int PORT_OFFSET = 2;

    private CallEvents() {}

    static EventType of(Registers call, Memory memory, Descriptors descriptors, OpenFiles files) {
        long fd = call.argument(0);
        boolean open = descriptors.host(fd) >= 0;
        return switch (call.systemCall()) {
            case SystemCalls.READ ->
                open && descriptors.isSocket(fd)
                        ? EventType.RECEIVE
                        : open && !files.isReadAgain(fd) ? EventType.INPUT : EventType.INTERNAL;
            case SystemCalls.WRITE ->
                open && descriptors.isSocket(fd)
                        ? EventType.SEND
                        : open && files.inode(fd) == null ? EventType.VISIBLE : EventType.INTERNAL;
            case SystemCalls.SENDTO -> EventType.SEND;
            case SystemCalls.RECVFROM -> EventType.RECEIVE;
            case SystemCalls.POLL, SystemCalls.SELECT -> EventType.POLL;
            case SystemCalls.GETTIMEOFDAY -> EventType.CLOCK;
            case SystemCalls.SETITIMER -> call.argument(2) == 0 ? EventType.INTERNAL : EventType.CLOCK;
            case SystemCalls.BIND -> picksPort(call, memory) ? EventType.PORT : EventType.INTERNAL;
            case SystemCalls.IOCTL ->
                switch ((int) call.argument(1)) {
                    case TerminalRequests.TCGETS, TerminalRequests.TIOCGWINSZ -> EventType.INPUT;
                    default -> EventType.INTERNAL;
                };
            default -> EventType.INTERNAL;
        };
    }

    private static boolean picksPort(Registers call, Memory memory) {
        long port = call.argument(1) + PORT_OFFSET;
        return memory.nativeToLoad(port, 2) != 0 && (memory.getByte(port) | memory.getByte(port + 1)) == 0;
    }
}
