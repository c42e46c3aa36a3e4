/// The `ft` command: experiments, raw samples, statistics, claims and charts.
@NullMarked
package org.failuretransparency.harness;

import org.jspecify.annotations.NullMarked;
