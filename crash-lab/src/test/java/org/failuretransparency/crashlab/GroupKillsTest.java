package org.failuretransparency.crashlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Groups of real processes.
class GroupKillsTest {

    @TempDir
    private Path directory;

    private GroupKills.Member member(String name, String... more) {
        List<String> arguments = new ArrayList<>(List.of(directory.resolve(name).toString()));
        arguments.addAll(List.of(more));
        return new GroupKills.Member(directory, TalkingMember.class, arguments);
    }

    @Test
    void killsStartsAgainAndCollectsReports() {
        List<GroupKills.Member> members = List.of(member("one"), member("other"));
        try (GroupKills group = new GroupKills(members, new SplittableRandom(1))) {
            GroupKills.Outcome outcome = group.run(8);
            assertThat(outcome.kills()).isBetween(8, 9);
            assertThat(outcome.together()).isPositive();
            // Each life that came so far has written a line, the last two without being killed.
            int lives = outcome.reports().stream().mapToInt(Integer::parseInt).sum();
            assertThat(lives).isBetween(outcome.kills() - outcome.recovering() + 2, outcome.kills() + 2);
            assertThat(outcome.found().keySet()).isSubsetOf("FIRST", "LATER").contains("LATER");
        }
    }

    @Test
    void aMemberThatEndsByItselfIsAFailure() {
        List<GroupKills.Member> members = List.of(member("one"), member("other", "ends"));
        try (GroupKills group = new GroupKills(members, new SplittableRandom(1))) {
            assertThatThrownBy(() -> group.run(8))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("exit code=3");
        }
    }
}
