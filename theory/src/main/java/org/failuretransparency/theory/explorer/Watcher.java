package org.failuretransparency.theory.explorer;

/// Watches the visible events of an execution. What it remembers of them is a number, part of the search's state.
interface Watcher {

    /// Of an output that cannot be.
    int IMPOSSIBLE = -1;

    /// What it remembers when nothing was shown: 0.
    int NOTHING = 0;

    /// What it remembers after `label` was shown, or [#IMPOSSIBLE].
    int shown(int memory, int label);

    /// Told that the execution is over.
    ///
    /// @return whether its output is whole
    boolean over(int memory);
}
