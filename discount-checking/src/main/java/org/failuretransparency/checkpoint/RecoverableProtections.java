package org.failuretransparency.checkpoint;

import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.vista.PageTracker;

/// The protections that a process put on its own pages. An access has to pass them before the copy-on-write of
/// checkpoints sees it, so that a store is done where both let it: the logical *and* of the dissertation. A fault is
/// the process's own affair; its handler's stores are copied on write like all others.
///
/// **Source**: §5.2.2, page protections.
final class RecoverableProtections implements KernelPart {

    private final PageTracker context;

    RecoverableProtections(PageTracker context) {
        this.context = context;
    }

    private static long at(long address) {
        return ContextLayout.PROTECTIONS + address / AddressSpace.PAGE_BYTES;
    }

    /// Records how the pages of the range are protected now.
    void changed(Memory memory, long address, long lengthBytes) {
        for (long page = address; page < address + lengthBytes; page += AddressSpace.PAGE_BYTES) {
            int protection = memory.protection(page);
            byte recorded = (byte) (protection == Memory.READ_WRITE ? 0 : protection + 1);
            if (context.memory().getByte(at(page)) != recorded) {
                context.putByte(at(page), recorded);
            }
        }
    }

    @Override
    public void restore(Memory memory) {
        for (long page = 0; page < memory.space().lengthBytes(); page += AddressSpace.PAGE_BYTES) {
            byte recorded = context.memory().getByte(at(page));
            if (recorded != 0) {
                memory.protect(page, AddressSpace.PAGE_BYTES, recorded - 1);
            }
        }
    }
}
