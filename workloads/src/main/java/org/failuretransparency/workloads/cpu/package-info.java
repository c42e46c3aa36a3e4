/// The `m88ksim` analogue (§5.4.2): a simulator of the integer instructions of a Motorola 88100 as a recoverable
/// program.
@NullMarked
package org.failuretransparency.workloads.cpu;

import org.jspecify.annotations.NullMarked;
