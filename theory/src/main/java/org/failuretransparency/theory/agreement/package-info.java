/// Checker against explorer: Theorem 2 against Theorem 1 on the same generated computations (§2.2.4).
@NullMarked
package org.failuretransparency.theory.agreement;

import org.jspecify.annotations.NullMarked;
