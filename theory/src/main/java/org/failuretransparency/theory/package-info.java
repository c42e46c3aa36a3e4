/// Computations, their events, and causality between them: the model of Chapter 2 (§2.2.1) that checker, protocols,
/// simulator and explorer share.
@NullMarked
package org.failuretransparency.theory;

import org.jspecify.annotations.NullMarked;
