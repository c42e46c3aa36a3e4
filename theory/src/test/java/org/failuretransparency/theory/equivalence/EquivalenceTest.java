package org.failuretransparency.theory.equivalence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.failuretransparency.theory.equivalence.Equivalence.DUPLICATE_EARLIER;
import static org.failuretransparency.theory.equivalence.Equivalence.DUPLICATE_LAST_VISIBLE;
import static org.failuretransparency.theory.equivalence.Equivalence.IDENTITY;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EquivalenceTest {

    private static List<String> letters(String word) {
        return word.chars().mapToObj(letter -> String.valueOf((char) letter)).toList();
    }

    /// Figures 2.1 and 2.2, and the cases around them. A dot stands for the empty output.
    @ParameterizedTest
    @CsvSource({
        // recovered, failure-free, identity, duplicate last, duplicate earlier
        "abcdef, abcdef, true, true, true",
        "abccdef, abcdef, false, true, true",
        "abccccdef, abcdef, false, true, true",
        "abcbcdef, abcdef, false, false, true",
        "abcabcdef, abcdef, false, false, true",
        "abdef, abcdef, false, false, false",
        "abcdeg, abcdef, false, false, false",
        "abcde, abcdef, false, false, false",
        "abcdefg, abcdef, false, false, false",
        "abcdeff, abcdef, false, true, true",
        "bacdef, abcdef, false, false, false",
        "aab, aab, true, true, true",
        "aaab, aab, false, true, true",
        "ababac, abac, false, false, true",
        "., a, false, false, false",
    })
    void comparesWholeOutputs(String recovered, String legal, boolean identity, boolean last, boolean earlier) {
        List<String> v = letters(recovered.replace(".", ""));
        List<String> failureFree = letters(legal);
        assertThat(IDENTITY.equivalent(v, failureFree)).isEqualTo(identity);
        assertThat(DUPLICATE_LAST_VISIBLE.equivalent(v, failureFree)).isEqualTo(last);
        assertThat(DUPLICATE_EARLIER.equivalent(v, failureFree)).isEqualTo(earlier);
    }

    @Test
    void comparesPrefixes() {
        assertThat(IDENTITY.equivalentToPrefix(letters("abc"), letters("abcdef")))
                .isTrue();
        assertThat(IDENTITY.equivalentToPrefix(letters("abcc"), letters("abcdef")))
                .isFalse();
        assertThat(DUPLICATE_LAST_VISIBLE.equivalentToPrefix(letters("abcc"), letters("abcdef")))
                .isTrue();
        assertThat(DUPLICATE_EARLIER.equivalentToPrefix(letters("abcab"), letters("abcdef")))
                .isTrue();
        assertThat(DUPLICATE_EARLIER.equivalentToPrefix(letters("abd"), letters("abcdef")))
                .isFalse();
        assertThat(DUPLICATE_EARLIER.equivalentToPrefix(letters(""), letters("abcdef")))
                .isTrue();
    }

    /// Against the definition by trying, for each event, both to take it and to ignore it.
    @Test
    void readsInOnePassWhatAllWaysOfIgnoringDuplicatesFind() {
        for (long seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Integer> v = random.ints(random.nextInt(9), 0, 3).boxed().toList();
            List<Integer> legal = random.ints(random.nextInt(6), 0, 3).boxed().toList();
            for (Equivalence equivalence : Equivalence.values()) {
                assertThat(equivalence.equivalent(v, legal))
                        .as("seed=%d %s %s %s", seed, equivalence, v, legal)
                        .isEqualTo(anyWay(equivalence, v, 0, legal, 0, true));
                assertThat(equivalence.equivalentToPrefix(v, legal))
                        .as("seed=%d prefix %s %s %s", seed, equivalence, v, legal)
                        .isEqualTo(anyWay(equivalence, v, 0, legal, 0, false));
            }
        }
    }

    private static boolean anyWay(
            Equivalence equivalence, List<Integer> v, int i, List<Integer> legal, int j, boolean whole) {
        if (i == v.size()) {
            return !whole || j == legal.size();
        }
        boolean taken =
                j < legal.size() && v.get(i).equals(legal.get(j)) && anyWay(equivalence, v, i + 1, legal, j + 1, whole);
        boolean duplicate = switch (equivalence) {
            case IDENTITY -> false;
            case DUPLICATE_LAST_VISIBLE -> i > 0 && v.get(i).equals(v.get(i - 1));
            case DUPLICATE_EARLIER -> v.subList(0, i).contains(v.get(i));
        };
        return taken || (duplicate && anyWay(equivalence, v, i + 1, legal, j, whole));
    }

    @Test
    void saysTheFirstDifferenceFromTheClosestOutput() {
        RecoveryOracle<String> oracle =
                new RecoveryOracle<>(DUPLICATE_EARLIER, List.of(letters("xyz"), letters("abcd"), letters("abe")));
        assertThat(oracle.judge(letters("ababe")))
                .isEqualTo(new RecoveryOracle.Judgement(true, "consistent: equivalent to [a, b, e]"));
        assertThat(oracle.judgePrefix(letters("ababc")).words())
                .isEqualTo("consistent: equivalent to a prefix of [a, b, c, d]");
        assertThat(oracle.judge(letters("abce")).words())
                .isEqualTo("inconsistent: visible event 3 is \"e\"; the closest failure-free output, [a, b, c, d], has"
                        + " \"d\" as event 3, and it was not shown before");
        assertThat(oracle.judge(letters("abc")).words())
                .isEqualTo("inconsistent: the output ends after event 2; the closest failure-free output, [a, b, c, d],"
                        + " has \"d\" as event 3");
        assertThat(oracle.judge(letters("abef")).words())
                .isEqualTo("inconsistent: visible event 3 is \"f\"; the closest failure-free output, [a, b, e], has no"
                        + " further event, and it was not shown before");
        assertThat(new RecoveryOracle<>(IDENTITY, List.<List<String>>of()).judge(List.of()))
                .isEqualTo(new RecoveryOracle.Judgement(false, "inconsistent: there is no failure-free output"));
    }

    @Test
    void saysWhyARepeatedEventIsNoDuplicate() {
        assertThat(new RecoveryOracle<>(DUPLICATE_LAST_VISIBLE, List.of(letters("abc")))
                        .judgePrefix(letters("aba"))
                        .words())
                .isEqualTo("inconsistent: visible event 2 is \"a\"; the closest failure-free output, [a, b, c], has"
                        + " \"c\" as event 2, and it does not repeat the event before it");
    }
}
