package org.failuretransparency.harness.claims;

import org.failuretransparency.harness.results.SampleRun;
import org.failuretransparency.harness.statistics.Bootstrap;

/// What the judge finds in a run made for a test.
final class Judged {

    private Judged() {}

    static Finding finding(SampleRun run, String id) {
        return new Judge()
                .judge(Claim.all(), run.measurements(), Bootstrap.standard()).stream()
                        .filter(judgement -> judgement.claim().id().equals(id))
                        .map(Judgement::finding)
                        .findFirst()
                        .orElseThrow();
    }
}
