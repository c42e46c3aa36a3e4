/// TCP for recoverable programs: a library of routines over datagram sockets, all of whose state is in the program's
/// memory.
@NullMarked
package org.failuretransparency.guest.tcp;

import org.jspecify.annotations.NullMarked;
