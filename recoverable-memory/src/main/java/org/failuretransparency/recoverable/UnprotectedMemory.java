package org.failuretransparency.recoverable;

import org.failuretransparency.rio.Region;

/// A mapped region without atomicity: what the same transactions cost with no recovery at all, the baseline of every
/// overhead (§3.5.1). `abort` is refused, since nothing remembers the old bytes.
///
/// **Survives**: single stores, as its region does.
public final class UnprotectedMemory extends RecoverableMemory {

    private final Region region;
    private boolean open;
    private long sequence;

    /// Takes over a region; closing the memory closes it.
    public UnprotectedMemory(Region region) {
        super(region.segment());
        this.region = region;
    }

    @Override
    public void begin() {
        if (open) {
            throw new Misuse.NestedBegin("begin");
        }
        open = true;
    }

    /// Does nothing, not even a check: the stores check themselves.
    @Override
    public void setRange(long offset, long lengthBytes) {}

    @Override
    public long commit() {
        if (!open) {
            throw new Misuse.NoTransaction("commit");
        }
        open = false;
        return ++sequence;
    }

    @Override
    public void abort() {
        throw new UnsupportedOperationException("unprotected memory cannot abort: path=" + region.path());
    }

    @Override
    public boolean inTransaction() {
        return open;
    }

    @Override
    public long durableSequence() {
        return sequence;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        endAccess();
        region.close();
    }
}
