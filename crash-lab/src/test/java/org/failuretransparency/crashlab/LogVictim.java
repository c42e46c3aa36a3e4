package org.failuretransparency.crashlab;

import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.Regions;

/// The toy log as the victim of a campaign.
public final class LogVictim implements Victim {

    private static final long LOG_BYTES = 1 << 24;

    @Override
    public Running recover(Regions regions) {
        Region region = regions.exists("log")
                ? regions.open("log", ToyLog.TYPE)
                : regions.create("log", ToyLog.TYPE, LOG_BYTES, new byte[0]);
        ToyLog log = new ToyLog(region, true);
        long recovered = log.count();
        return new Running() {
            @Override
            public long recovered() {
                return recovered;
            }

            @Override
            public long execute(long number) {
                log.append(number);
                return number;
            }

            @Override
            public void close() {
                log.close();
            }
        };
    }
}
