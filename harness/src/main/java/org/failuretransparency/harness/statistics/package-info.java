/// The arithmetic of the experiments: bootstrap intervals over blocks, the dissertation's trimmed mean, a weighted line
/// fit.
@NullMarked
package org.failuretransparency.harness.statistics;

import org.jspecify.annotations.NullMarked;
