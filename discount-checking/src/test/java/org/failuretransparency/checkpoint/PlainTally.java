package org.failuretransparency.checkpoint;

import org.failuretransparency.guest.PlainRunner;
import org.failuretransparency.guest.Tally;

/// The launcher of the tutorial's program without recovery, as the README has it.
final class PlainTally {

    private PlainTally() {}

    // quote: plain
    public static void main(String[] arguments) {
        System.exit(PlainRunner.run(Tally.program()));
    }
    // end
}
