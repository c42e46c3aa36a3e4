package org.failuretransparency.checkpoint;

import java.nio.file.Path;
import java.util.List;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.HostKernel;
import org.failuretransparency.guest.Kernel;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Registers;
import org.failuretransparency.guest.SignalTable;
import org.failuretransparency.guest.SystemCalls;
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
    private final RecoverableFiles files;
    private final List<KernelPart> parts;

    /// @param checkpoint the file that the user named
    RecoverableKernel(HostKernel host, PageTracker context, Path checkpoint, FileUndoLog fileLog) {
        this.host = host;
        this.context = context;
        this.files = new RecoverableFiles(checkpoint, host, context, fileLog);
        this.parts = List.of(files);
    }

    /// The process's context, logged by lines.
    PageTracker context() {
        return context;
    }

    Descriptors descriptors() {
        return host.descriptors();
    }

    @Override
    public long perform(Registers call, Memory memory) {
        return switch (call.systemCall()) {
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
            part.restore(memory);
        }
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
