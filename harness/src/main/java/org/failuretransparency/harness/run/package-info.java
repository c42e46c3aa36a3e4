/// Runs experiments: resident processes that take turns, each trial checked, every finished sample kept.
@NullMarked
package org.failuretransparency.harness.run;

import org.jspecify.annotations.NullMarked;
