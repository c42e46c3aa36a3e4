/// Measurements of single operations, each beside a baseline that does the same work without the mechanism: JMH
/// classes, and two programs that take turns with what they are compared with.
@NullMarked
package org.failuretransparency.benchmarks;

import org.jspecify.annotations.NullMarked;
