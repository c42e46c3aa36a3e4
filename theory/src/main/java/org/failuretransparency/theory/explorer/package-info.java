/// Small state machines, executed exhaustively: every interleaving, every failure, every path of recovery, and Theorem
/// 1 checked on what an observer sees (§2.2.4). Knows neither the commit invariant nor the checker, so that Theorem 2
/// is tested and not assumed.
@NullMarked
package org.failuretransparency.theory.explorer;

import org.jspecify.annotations.NullMarked;
