package org.failuretransparency.harness.environment;

import java.util.List;

/// The software under the experiments, and the experiments' own version.
///
/// @param jvmFlags the JVM's own options (those that start with `-X`)
/// @param commit the git commit; `unknown` outside of a checkout
/// @param uncommittedChanges whether files differed from the commit, results and charts aside
public record Software(
        String operatingSystem,
        String kernel,
        String jvm,
        List<String> jvmFlags,
        String commit,
        boolean uncommittedChanges) {

    public Software {
        jvmFlags = List.copyOf(jvmFlags);
    }
}
