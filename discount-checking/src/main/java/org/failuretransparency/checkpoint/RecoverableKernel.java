package org.failuretransparency.checkpoint;

import java.util.List;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.HostKernel;
import org.failuretransparency.guest.Kernel;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Registers;
import org.failuretransparency.guest.SignalTable;
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
    private final List<KernelPart> parts;

    RecoverableKernel(HostKernel host, PageTracker context) {
        this.host = host;
        this.context = context;
        this.parts = List.of();
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
        return host.perform(call, memory);
    }

    @Override
    public void raiseDue(Registers registers) {
        host.raiseDue(registers);
    }

    @Override
    public SignalTable signals() {
        return host.signals();
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
