/// Traces: computations in files, binary for runtimes and text for people. [Traces] opens either, or one file a
/// process; [TraceWriter] writes the binary form, [TraceText] the text form.
@NullMarked
package org.failuretransparency.theory.trace;

import org.jspecify.annotations.NullMarked;
