/// When recovery is consistent (Definition 1), and which differences the observer overlooks (Definition 2).
@NullMarked
package org.failuretransparency.theory.equivalence;

import org.jspecify.annotations.NullMarked;
