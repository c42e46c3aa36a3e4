/// The figures of Chapters 2 and 4 as examples that run: computations and machines, and what checker, explorer and
/// equivalence functions say of them.
@NullMarked
package org.failuretransparency.theory.figures;

import org.jspecify.annotations.NullMarked;
