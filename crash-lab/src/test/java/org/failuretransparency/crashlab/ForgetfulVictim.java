package org.failuretransparency.crashlab;

import org.failuretransparency.rio.Regions;

/// A victim that keeps nothing and promises all the same.
public final class ForgetfulVictim implements Victim, Victim.Running {

    @Override
    public Running recover(Regions regions) {
        return this;
    }

    @Override
    public long recovered() {
        return 0;
    }

    @Override
    public long execute(long number) {
        return number;
    }

    @Override
    public void close() {}
}
