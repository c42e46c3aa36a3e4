package org.failuretransparency.harness.claims;

/// A claim with what a run says about it: a row of `claims.csv`.
record Judgement(Claim claim, Finding finding) {

    /// The measured value with its unit and interval, in words; a dash where nothing was tested.
    String measuredInWords() {
        return finding.measured()
                .map(measured -> Words.value(measured, claim.unit()))
                .orElse("-");
    }

    /// The published value with its unit; a dash where the text gives none.
    String publishedInWords() {
        return claim.published().isEmpty() ? "-" : claim.published() + " " + claim.unit();
    }
}
