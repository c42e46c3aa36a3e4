/// Order-entry, the dissertation's variant of TPC-C (§3.5.1).
@NullMarked
package org.failuretransparency.tpcc;

import org.jspecify.annotations.NullMarked;
