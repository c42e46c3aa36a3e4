/// A run's folder: its raw samples, what is derived from them, and the one registry of metrics.
@NullMarked
package org.failuretransparency.harness.results;

import org.jspecify.annotations.NullMarked;
