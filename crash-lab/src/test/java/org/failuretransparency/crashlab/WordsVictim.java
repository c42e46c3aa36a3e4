package org.failuretransparency.crashlab;

import org.failuretransparency.rio.Regions;

/// The two-word protocol as the victim of a campaign. With the property `flaw` it has that flaw.
public final class WordsVictim implements Victim {

    @Override
    public Running recover(Regions regions) {
        if (!regions.exists("words")) {
            regions.create("words", TwoWords.TYPE, 4096, new byte[0]).close();
        }
        TwoWords.Flaw flaw = TwoWords.Flaw.valueOf(System.getProperty("flaw", "NONE"));
        TwoWords words = new TwoWords(regions.open("words", TwoWords.TYPE), flaw);
        long recovered = words.newest();
        return new Running() {
            @Override
            public long recovered() {
                return recovered;
            }

            @Override
            public long execute(long number) {
                words.update(number);
                return number;
            }

            @Override
            public void close() {
                words.close();
            }
        };
    }
}
