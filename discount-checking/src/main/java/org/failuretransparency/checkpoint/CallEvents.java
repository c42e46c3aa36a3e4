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
/// | `read` of a pipe or a terminal, `ioctl` for the window's size | input |
/// | `write` to a pipe or a terminal; to any descriptor that the JVM lent | visible |
/// | `write`, `sendto` on a socket | send |
/// | `read`, `recvfrom` on a socket | receive |
/// | `poll`, `select` | poll |
/// | `gettimeofday`; `setitimer` that asks what was left | clock |
/// | `bind` to port 0 | port |
/// | all others, those on files among them | internal |
///
/// Files are part of the process's own state, since what is done to them is undone with it; that holds as long as
/// nobody else changes them meanwhile.
final class CallEvents {

    private static final int PORT_OFFSET = 2;
    private static final int FIRST_OF_OWN = 3;

    private CallEvents() {}

    static EventType of(Registers call, Memory memory, Descriptors descriptors) {
        long fd = call.argument(0);
        return switch (call.systemCall()) {
            case SystemCalls.READ ->
                descriptors.isSocket(fd)
                        ? EventType.RECEIVE
                        : descriptors.canWait(fd) ? EventType.INPUT : EventType.INTERNAL;
            case SystemCalls.WRITE ->
                descriptors.isSocket(fd)
                        ? EventType.SEND
                        : descriptors.canWait(fd) || fd < FIRST_OF_OWN ? EventType.VISIBLE : EventType.INTERNAL;
            case SystemCalls.SENDTO -> EventType.SEND;
            case SystemCalls.RECVFROM -> EventType.RECEIVE;
            case SystemCalls.POLL, SystemCalls.SELECT -> EventType.POLL;
            case SystemCalls.GETTIMEOFDAY -> EventType.CLOCK;
            case SystemCalls.SETITIMER -> call.argument(2) == 0 ? EventType.INTERNAL : EventType.CLOCK;
            case SystemCalls.BIND -> picksPort(call, memory) ? EventType.PORT : EventType.INTERNAL;
            case SystemCalls.IOCTL ->
                (int) call.argument(1) == TerminalRequests.TIOCGWINSZ ? EventType.INPUT : EventType.INTERNAL;
            default -> EventType.INTERNAL;
        };
    }

    private static boolean picksPort(Registers call, Memory memory) {
        long port = call.argument(1) + PORT_OFFSET;
        return memory.nativeToLoad(port, 2) != 0 && (memory.getByte(port) | memory.getByte(port + 1)) == 0;
    }
}
