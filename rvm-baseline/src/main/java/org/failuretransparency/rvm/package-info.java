/// The baseline of chapter 3: a redo log in the manner of RVM 1.3, on disk or on Rio.
@NullMarked
package org.failuretransparency.rvm;

import org.jspecify.annotations.NullMarked;
