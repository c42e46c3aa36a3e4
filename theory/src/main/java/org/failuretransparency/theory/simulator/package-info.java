/// Applications as scripts of their events, run under recovery protocols: how often each protocol commits, logs and
/// waits (§6.2.4), and the computations that result.
@NullMarked
package org.failuretransparency.theory.simulator;

import org.jspecify.annotations.NullMarked;
