package org.failuretransparency.checkpoint;

import java.nio.file.Path;
import java.util.List;
import org.failuretransparency.guest.HostKernel;
import org.failuretransparency.guest.Kernel;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Registers;
import org.failuretransparency.guest.SignalTable;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.vista.PageTracker;

/// Stands between a program and the kernel: passes each system call on, and records in the process's context what would
/// have to be done again, or undone, if the process went on elsewhere.
///
/// **Threads**: one.
///
/// **Source**: §5.2.2.
final class RecoverableKernel implements Kernel {

    private final HostKernel host;
    private final PageTracker context;
    private final StopPoints points;
    private final RecoverableFiles files;
    private final RecoverableSockets sockets;
    private final RecoverableTerminals terminals;
    private final RecoverableSignals signals;
    private final RecoverableTimer timer;
    private final RecoverableProtections protections;
    private final List<KernelPart> parts;

    /// @param checkpoint the file that the user named
    RecoverableKernel(HostKernel host, PageTracker context, Path checkpoint, FileUndoLog fileLog) {
        this.host = host;
        this.context = context;
        this.points = fileLog.points();
        this.files = new RecoverableFiles(checkpoint, host, context, fileLog);
        DescriptorRecords records = new DescriptorRecords(context);
        this.sockets = new RecoverableSockets(checkpoint, host.descriptors(), records);
        this.terminals = new RecoverableTerminals(checkpoint, host.descriptors(), records);
        this.signals = new RecoverableSignals(context, host.signals());
        this.timer = new RecoverableTimer(context, host.timer());
        this.protections = new RecoverableProtections(context);
        this.parts = List.of(files, sockets, terminals, signals, timer, protections);
    }

    /// The process's context, logged by lines.
    PageTracker context() {
        return context;
    }

    /// The type of the event that the pending call is.
    EventType event(Registers call, Memory memory) {
        return sockets.needsPort(call)
                ? EventType.PORT
                : CallEvents.of(call, memory, host.descriptors(), files.openFiles());
    }

    @Override
    public long perform(Registers call, Memory memory) {
        points.reached(SystemCalls.nameOf(call.systemCall()));
        long result = switch (call.systemCall()) {
            case SystemCalls.READ,
                    SystemCalls.WRITE,
                    SystemCalls.OPEN,
                    SystemCalls.CLOSE,
                    SystemCalls.LSEEK,
                    SystemCalls.FTRUNCATE,
                    SystemCalls.UNLINK,
                    SystemCalls.RENAME,
                    SystemCalls.FCNTL -> files.perform(call, memory);
            default -> host.perform(call, memory);
        };
        points.reached("record");
        if (result >= 0) {
            record(call, memory, result);
        }
        points.reached("after call");
        return result;
    }

    /// Records what a call that succeeded has changed.
    private void record(Registers call, Memory memory, long result) {
        long first = call.argument(0);
        switch (call.systemCall()) {
            case SystemCalls.SOCKET -> sockets.opened((int) result);
            case SystemCalls.BIND -> sockets.bound((int) first);
            case SystemCalls.CONNECT -> sockets.connected((int) first, memory, call.argument(1));
            case SystemCalls.IOCTL -> terminals.requested((int) first, (int) call.argument(1));
            case SystemCalls.SIGACTION -> signals.changed((int) first);
            case SystemCalls.SETITIMER -> timer.changed();
            case SystemCalls.MPROTECT -> protections.changed(memory, first, call.argument(1));
            default -> {}
        }
    }

    /// Picks a port for the socket that the pending call would send from or connect without one, which is an event by
    /// itself. Whether there was such a socket; the call is still pending then.
    boolean pickPort(Registers call) {
        if (!sockets.needsPort(call)) {
            return false;
        }
        points.reached("port");
        boolean picked = sockets.pickPort((int) call.argument(0));
        points.reached("after port");
        return picked;
    }

    /// Whether the interval has to be committed before the pending call can be carried out.
    boolean needsCheckpoint(Registers call, Memory memory) {
        return files.needsCheckpoint(call, memory);
    }

    /// Does what the end of a process does: closes its files.
    void exit() {
        files.closeAll();
    }

    @Override
    public void raiseDue(Registers registers) {
        host.raiseDue(registers);
    }

    @Override
    public SignalTable signals() {
        return host.signals();
    }

    /// Records what a new process begins with.
    void start() {
        for (KernelPart part : parts) {
            part.start();
        }
    }

    /// Makes what the kernel knew of the process at its last checkpoint.
    void restore(Memory memory) {
        for (KernelPart part : parts) {
            points.reached("restore");
            part.restore(memory);
        }
        points.reached("after restore");
    }

    void beforeCommit() {
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).beforeCommit();
        }
    }

    void afterCommit() {
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).afterCommit();
        }
    }
}
