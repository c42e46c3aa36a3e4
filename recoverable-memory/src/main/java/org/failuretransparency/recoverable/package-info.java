/// The contract of recoverable memory that Vista and RVM honour, and what its implementations share.
@NullMarked
package org.failuretransparency.recoverable;

import org.jspecify.annotations.NullMarked;
