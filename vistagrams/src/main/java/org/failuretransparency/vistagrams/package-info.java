/// Vistagrams: exactly-once requests and responses, sent and received inside local transactions (chapter 4).
@NullMarked
package org.failuretransparency.vistagrams;

import org.jspecify.annotations.NullMarked;
