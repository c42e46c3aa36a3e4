/// What a run was measured on: hardware, kernel, JVM, project version, limits and file systems.
@NullMarked
package org.failuretransparency.harness.environment;

import org.jspecify.annotations.NullMarked;
