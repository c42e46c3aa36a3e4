package org.failuretransparency.theory.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.failuretransparency.theory.UnknownProtocolException;
import org.junit.jupiter.api.Test;

final class ProtocolsTest {

    @Test
    void hasAllProtocolsOfTheDissertation() {
        assertThat(Protocols.ALL)
                .extracting(Protocol::id)
                .doesNotHaveDuplicates()
                .contains(
                        "commit-every-event",
                        "cand",
                        "cpvs",
                        "cbndvs",
                        "cand-log",
                        "cbndvs-log",
                        "cpv-2pc",
                        "cbndv-2pc",
                        "messages-in-local-transactions",
                        "coordinated-checkpointing",
                        "process-pairs",
                        "targon32",
                        "hypervisor",
                        "sender-based-logging",
                        "family-based-logging",
                        "manetho",
                        "optimistic-logging",
                        "lazy-logging",
                        "direct");
    }

    @Test
    void findsEachProtocolByItsName() {
        for (Protocol protocol : Protocols.ALL) {
            assertThat(Protocols.named(protocol.id())).isSameAs(protocol);
            assertThat(protocol.description()).isNotBlank();
            assertThat(protocol.section()).matches("[246](\\.\\d+)+");
        }
    }

    @Test
    void givesTheNearestNamesForAnUnknownOne() {
        assertThatThrownBy(() -> Protocols.named("cbdnvs"))
                .isInstanceOf(UnknownProtocolException.class)
                .hasMessage("no such protocol: id=cbdnvs, nearest=cbndvs cpvs cand");
        assertThatThrownBy(() -> Protocols.named("optimistic"))
                .hasMessageStartingWith("no such protocol: id=optimistic, nearest=optimistic-logging");
    }

    /// Figures 2.11, 4.5, 6.1 and 6.2, as far as the text tells their order.
    @Test
    void placesTheProtocolsInTheOrderOfTheFigures() {
        assertThat(place("commit-every-event")).isEqualTo(new SpacePoint(0, 0));
        assertThat(List.of("commit-every-event", "cand", "cand-log"))
                .allMatch(id -> place(id).visible() == 0, "on the horizontal axis");
        assertThat(List.of("cpvs", "messages-in-local-transactions", "cpv-2pc"))
                .allMatch(id -> place(id).nonDeterminism() == 0, "on the vertical axis");
        assertThat(List.of("targon32", "sender-based-logging", "hypervisor", "family-based-logging", "manetho"))
                .allMatch(id -> place(id).visible() <= 0.1 && place(id).nonDeterminism() > 0.5, "near the horizontal");
        assertThat(List.of("coordinated-checkpointing", "process-pairs"))
                .allMatch(id -> place(id).nonDeterminism() <= 0.1 && place(id).visible() > 0.5, "near the vertical");
        assertRising(List.of("cand", "targon32", "cand-log", "sender-based-logging", "hypervisor"), true);
        assertRising(List.of("hypervisor", "family-based-logging", "manetho", "optimistic-logging"), true);
        assertRising(List.of("cpvs", "cbndvs", "cbndvs-log"), true);
        assertRising(List.of("cpv-2pc", "cbndv-2pc"), true);
        assertRising(List.of("commit-every-event", "cpvs", "messages-in-local-transactions", "cpv-2pc"), false);
        assertRising(List.of("cand", "cbndvs", "cbndv-2pc", "direct"), false);
        assertRising(List.of("cand-log", "cbndvs-log"), false);
    }

    private static void assertRising(List<String> ids, boolean nonDeterminism) {
        assertThat(ids.stream()
                        .map(id -> nonDeterminism
                                ? place(id).nonDeterminism()
                                : place(id).visible())
                        .toList())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    private static SpacePoint place(String id) {
        return Protocols.named(id).place();
    }

    /// §2.3.3: eager complete logging and commits after each non-deterministic event rule out surviving the
    /// application's own failures.
    @Test
    void toleratesApplicationFailuresOnlyWhereCommitsAndLogsAreDeferred() {
        List<String> eager =
                List.of("commit-every-event", "cand", "cand-log", "targon32", "hypervisor", "sender-based-logging");
        List<String> deferring =
                List.of("cpvs", "cbndvs", "lazy-logging", "coordinated-checkpointing", "cbndv-2pc", "direct");
        assertThat(eager).noneMatch(id -> Protocols.named(id).tolerates().contains(FailureKind.APPLICATION));
        assertThat(deferring).allMatch(id -> Protocols.named(id).tolerates().contains(FailureKind.APPLICATION));
        assertThat(Protocols.ALL).allMatch(protocol -> protocol.tolerates().contains(FailureKind.ONE_PROCESS));
    }
}
