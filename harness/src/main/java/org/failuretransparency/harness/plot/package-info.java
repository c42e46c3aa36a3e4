/// The charts of a run, drawn from its CSV files and latency logs and from nothing else.
@NullMarked
package org.failuretransparency.harness.plot;

import org.jspecify.annotations.NullMarked;
