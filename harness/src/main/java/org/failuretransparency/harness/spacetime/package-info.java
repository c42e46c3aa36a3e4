/// Space-time diagrams of computations, in the manner of the dissertation's Figures 2.9, 2.12, 4.1 and 4.2.
@NullMarked
package org.failuretransparency.harness.spacetime;

import org.jspecify.annotations.NullMarked;
