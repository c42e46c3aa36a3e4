/// The commit invariant (Theorem 2) as something that runs: takes the events of a computation one after the other, and
/// says which visible or commit events rely on non-deterministic events that a failure could undo.
@NullMarked
package org.failuretransparency.theory.checker;

import org.jspecify.annotations.NullMarked;
