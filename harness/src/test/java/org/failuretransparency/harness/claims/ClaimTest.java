package org.failuretransparency.harness.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.failuretransparency.harness.statistics.Interval;
import org.junit.jupiter.api.Test;

final class ClaimTest {

    @Test
    void everyClaimHasItsOwnId() {
        List<Claim> claims = Claim.all();
        assertThat(claims).hasSize(62);
        assertThat(claims).extracting(Claim::id).doesNotHaveDuplicates().startsWith("R1", "R2", "R3", "T1");
    }

    @Test
    void readsPublishedNumbersRangesAndWords() {
        assertThat(claim("V2").publishedRange()).contains(Interval.point(100));
        assertThat(claim("V6").publishedNumber()).hasValue(17.9);
        assertThat(claim("V16").publishedRange()).contains(new Interval(11, 20));
        assertThat(claim("V16").publishedNumber()).isEmpty();
        assertThat(claim("F5").publishedRange()).isEmpty();
        assertThat(claim("R3").publishedRange()).isEmpty();
    }

    private static Claim claim(String id) {
        return Claim.all().stream()
                .filter(claim -> claim.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
