/// Workloads that run over any recoverable memory.
@NullMarked
package org.failuretransparency.workloads;

import org.jspecify.annotations.NullMarked;
