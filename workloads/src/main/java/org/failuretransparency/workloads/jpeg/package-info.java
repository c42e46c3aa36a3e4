/// The `ijpeg` analogue (§5.4.2): pictures compressed and decompressed as JPEG does it, as a recoverable program.
@NullMarked
package org.failuretransparency.workloads.jpeg;

import org.jspecify.annotations.NullMarked;
