/// The dissertation's claims, and the rules that judge them by a run's measurements.
@NullMarked
package org.failuretransparency.harness.claims;

import org.jspecify.annotations.NullMarked;
