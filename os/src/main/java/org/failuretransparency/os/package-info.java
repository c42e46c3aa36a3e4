/// The only door to the operating system: system calls through JNA, with their errors by name.
@NullMarked
package org.failuretransparency.os;

import org.jspecify.annotations.NullMarked;
