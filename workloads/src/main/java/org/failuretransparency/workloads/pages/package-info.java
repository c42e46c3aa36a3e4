/// The guest program that touches pages and takes checkpoints (§5.4.1, Figure 5.2).
@NullMarked
package org.failuretransparency.workloads.pages;

import org.jspecify.annotations.NullMarked;
