/// Full-process checkpoints: programs that survive crashes without knowing (chapter 5).
@NullMarked
package org.failuretransparency.checkpoint;

import org.jspecify.annotations.NullMarked;
