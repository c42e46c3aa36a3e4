package org.failuretransparency.rvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.failuretransparency.recoverable.RedoLogLayout;
import org.junit.jupiter.api.Test;

class DeclaredRangesTest {

    private final DeclaredRanges ranges = new DeclaredRanges();

    @Test
    void aRangeInsideOfTheLastOneIsNotAdded() {
        assertThat(ranges.add(10, 20)).isTrue();
        assertThat(ranges.add(10, 20)).isFalse();
        assertThat(ranges.add(12, 13)).isFalse();
        assertThat(ranges.add(20, 21)).isTrue();
        assertThat(ranges.add(9, 10)).isTrue();
        assertThat(ranges.count()).isEqualTo(2);
        ranges.coalesce();
        assertThat(ranges.count()).isEqualTo(1);
        assertThat(ranges.starts()[0]).isEqualTo(9);
        assertThat(ranges.ends()[0]).isEqualTo(21);
        assertThat(ranges.logBytes()).isEqualTo(RedoLogLayout.rangeBytes(12));
    }

    @Test
    void isTheUnionOfItsRangesWhateverTheirOrder() {
        long seed = Long.getLong("ft.seed", 99);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 3000; round++) {
            int count = random.nextInt(1 + random.nextInt(300));
            int space = 1 + random.nextInt(5000);
            BitSet union = new BitSet();
            ranges.clear();
            for (int i = 0; i < count; i++) {
                int start = random.nextInt(space);
                int end = start + 1 + random.nextInt(20);
                boolean covered = union.nextClearBit(start) >= end;
                boolean added = ranges.add(start, end);
                assertThat(added || covered)
                        .as("seed=%d, round=%d", seed, round)
                        .isTrue();
                union.set(start, end);
                if (random.nextInt(50) == 0) {
                    ranges.coalesce();
                }
            }
            ranges.coalesce();
            assertEqual(union, "seed=" + seed + ", rerun: -Dtest=DeclaredRangesTest -Dft.seed=" + seed);
        }
    }

    private void assertEqual(BitSet union, String how) {
        int start = union.nextSetBit(0);
        long logBytes = 0;
        for (int i = 0; i < ranges.count(); i++) {
            int end = union.nextClearBit(start);
            assertThat(ranges.starts()[i]).as(how).isEqualTo(start);
            assertThat(ranges.ends()[i]).as(how).isEqualTo(end);
            logBytes += RedoLogLayout.rangeBytes(end - start);
            start = union.nextSetBit(end);
        }
        assertThat(start).as(how).isEqualTo(-1);
        assertThat(ranges.logBytes()).as(how).isEqualTo(logBytes);
    }
}
