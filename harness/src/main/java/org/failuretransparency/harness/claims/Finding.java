package org.failuretransparency.harness.claims;

import java.util.Optional;

/// What a rule found out about a claim.
///
/// @param measured the value beside the published one; empty where nothing was tested
/// @param why the reason and the particulars, in words
record Finding(Verdict verdict, Optional<Measured> measured, String why) {

    static Finding of(Verdict verdict, Measured measured, String why) {
        return new Finding(verdict, Optional.of(measured), why);
    }

    static Finding notTested(String why) {
        return new Finding(Verdict.NOT_TESTED, Optional.empty(), why);
    }
}
