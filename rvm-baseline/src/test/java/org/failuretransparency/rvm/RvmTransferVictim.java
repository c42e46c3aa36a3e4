package org.failuretransparency.rvm;

import org.failuretransparency.recoverable.RecoverableMemory;
import org.failuretransparency.recoverable.TransferVictim;
import org.failuretransparency.rio.Regions;

/// The bank on RVM, with a log that is truncated after some 250 transfers. The property `group` says how many of them
/// commit together.
public final class RvmTransferVictim extends TransferVictim {

    @Override
    protected RecoverableMemory open(Regions regions) {
        RvmOptions options =
                RvmOptions.defaults().withLogBytes(64 << 10).withGroupCommits(Integer.getInteger("group", 1));
        return regions.exists("bank.log")
                ? RvmMemory.open(regions, "bank", options)
                : RvmMemory.create(regions, "bank", LENGTH_BYTES, options);
    }
}
