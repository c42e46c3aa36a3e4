/// `ft theory`, and the experiment `theory`: Chapter 2 as commands and as rows that its claims are judged by.
@NullMarked
package org.failuretransparency.harness.theory;

import org.jspecify.annotations.NullMarked;
