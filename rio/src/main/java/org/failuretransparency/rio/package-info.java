/// Reliable memory: persistent regions, their protection, the kinds of storage, and the store seam.
@NullMarked
package org.failuretransparency.rio;

import org.jspecify.annotations.NullMarked;
