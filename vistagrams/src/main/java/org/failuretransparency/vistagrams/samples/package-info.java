/// Programs that show how Vistagrams are used, and that the crash campaigns kill: a lock manager (Figure 4.4), and a
/// bank with accounts on several nodes.
@NullMarked
package org.failuretransparency.vistagrams.samples;

import org.jspecify.annotations.NullMarked;
