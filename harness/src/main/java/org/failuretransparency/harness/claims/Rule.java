package org.failuretransparency.harness.claims;

/// How one claim is judged by a run's measurements.
@FunctionalInterface
interface Rule {

    /// Judges the claim; throws [NotTestedException] where the run lacks what it takes.
    Finding judge(Claim claim, Evidence evidence);
}
