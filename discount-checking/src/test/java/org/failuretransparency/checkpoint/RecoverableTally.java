package org.failuretransparency.checkpoint;

import java.nio.file.Path;
import org.failuretransparency.guest.Tally;

/// The launcher of the tutorial's program with recovery, as the README has it.
final class RecoverableTally {

    private RecoverableTally() {}

    // quote: recoverable
    public static void main(String[] arguments) {
        Path checkpoint = Path.of(arguments[0]);
        System.exit(DiscountChecking.run(Tally.program(), checkpoint, CheckpointOptions.defaults()));
    }
    // end
}
