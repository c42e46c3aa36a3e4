/// Crashes on purpose: a killer of child JVMs, a recorder of stores, and a power-failure layer.
@NullMarked
package org.failuretransparency.crashlab;

import org.jspecify.annotations.NullMarked;
