/// JMH measurements of single operations, each beside a baseline that does the same work without the mechanism.
@NullMarked
package org.failuretransparency.benchmarks;

import org.jspecify.annotations.NullMarked;
