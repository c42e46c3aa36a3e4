/// Debit-credit, the dissertation's variant of TPC-B (§3.5.1).
@NullMarked
package org.failuretransparency.tpcb;

import org.jspecify.annotations.NullMarked;
