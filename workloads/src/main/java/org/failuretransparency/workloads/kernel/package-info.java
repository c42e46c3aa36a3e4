/// A guest program that has state of every kind in the kernel (§5.2.2), and whom it talks with.
@NullMarked
package org.failuretransparency.workloads.kernel;

import org.jspecify.annotations.NullMarked;
