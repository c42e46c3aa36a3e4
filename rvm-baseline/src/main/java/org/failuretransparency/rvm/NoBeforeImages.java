package org.failuretransparency.rvm;

/// `abort` of a transaction that was begun with [RestoreMode#NO_RESTORE]: nobody has its old bytes. The transaction is
/// still open; it can be committed, or lost by closing the memory.
public final class NoBeforeImages extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public NoBeforeImages() {
        super("transaction cannot be aborted: mode=NO_RESTORE, expected=RESTORE");
    }
}
