/// Vista: transactions on reliable memory with an undo log and nothing else (chapter 3).
@NullMarked
package org.failuretransparency.vista;

import org.jspecify.annotations.NullMarked;
