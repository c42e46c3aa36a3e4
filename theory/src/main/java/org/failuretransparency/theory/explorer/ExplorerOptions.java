package org.failuretransparency.theory.explorer;

/// How far and how to explore.
///
/// @param failures how many times processes fail; each time any set of them. A later failure can come during the
///     recovery from an earlier one
/// @param shortest whether the bad run must have few moves, for people to read; else any will do, which is found sooner
public record ExplorerOptions(int failures, boolean shortest) {

    /// Two failures, so that recovery itself fails once; any bad run.
    public static final ExplorerOptions DEFAULT = new ExplorerOptions(2, false);

    public ExplorerOptions {
        if (failures < 0) {
            throw new IllegalArgumentException("negative number of failures: failures=" + failures);
        }
    }

    public ExplorerOptions withFailures(int newFailures) {
        return new ExplorerOptions(newFailures, shortest);
    }

    public ExplorerOptions withShortest(boolean newShortest) {
        return new ExplorerOptions(failures, newShortest);
    }
}
