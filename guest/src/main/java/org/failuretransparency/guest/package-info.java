/// The contract of a recoverable program, and the runner that runs one plain.
@NullMarked
package org.failuretransparency.guest;

import org.jspecify.annotations.NullMarked;
