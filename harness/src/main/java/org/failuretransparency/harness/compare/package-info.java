/// Two runs side by side: what became better or worse, and whether that is more than noise.
@NullMarked
package org.failuretransparency.harness.compare;

import org.jspecify.annotations.NullMarked;
