/// Recovery protocols as decisions: when to commit, log or wait so that the commit invariant holds (§2.2.5, §2.3.1,
/// §6.2.2).
@NullMarked
package org.failuretransparency.theory.protocol;

import org.jspecify.annotations.NullMarked;
