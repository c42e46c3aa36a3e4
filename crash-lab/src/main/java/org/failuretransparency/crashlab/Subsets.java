package org.failuretransparency.crashlab;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/// Choices of how much of each of some units a crash left: unit `i` may have taken 0 to `limits[i]` of its steps.
/// Every choice when there are few; else the extremes and seeded samples.
///
/// The extremes are: nothing, everything, one unit whole and no other, every unit but one, and the units whole up to
/// one place in their order. They are where protocols break: a commit mark that is there alone, a record that alone is
/// not.
final class Subsets {

    private final Effort effort;
    private final SplittableRandom random;

    Subsets(Effort effort) {
        this.effort = effort;
        this.random = new SplittableRandom(effort.seed());
    }

    /// Calls `choice` until it returns false; returns whether it never did. The array is reused.
    boolean each(int[] limits, Predicate<int[]> choice) {
        return count(limits) <= effort.exhaustiveImages()
                ? exhaustive(limits, choice)
                : extremes(limits, choice) && sampled(limits, choice);
    }

    private long count(int[] limits) {
        long count = 1;
        for (int limit : limits) {
            count = Math.min(count * (limit + 1), Integer.MAX_VALUE);
        }
        return count;
    }

    private static boolean exhaustive(int[] limits, Predicate<int[]> choice) {
        int[] taken = new int[limits.length];
        int digit;
        do {
            if (!choice.test(taken)) {
                return false;
            }
            for (digit = 0; digit < taken.length && taken[digit] == limits[digit]; digit++) {
                taken[digit] = 0;
            }
            if (digit < taken.length) {
                taken[digit]++;
            }
        } while (digit < taken.length);
        return true;
    }

    private boolean extremes(int[] limits, Predicate<int[]> choice) {
        int[] taken = new int[limits.length];
        // Beyond the exhaustive bound the places are spread evenly over the units.
        int stride = Math.max(1, limits.length / effort.exhaustiveImages());
        for (int unit = 0; unit < limits.length; unit += stride) {
            Arrays.fill(taken, 0);
            for (taken[unit] = 1; taken[unit] <= limits[unit]; taken[unit]++) {
                if (!choice.test(taken)) {
                    return false;
                }
            }
            System.arraycopy(limits, 0, taken, 0, limits.length);
            taken[unit] = 0;
            if (!choice.test(taken)) {
                return false;
            }
            Arrays.fill(taken, 0);
            System.arraycopy(limits, 0, taken, 0, unit);
            if (!choice.test(taken)) {
                return false;
            }
        }
        return choice.test(limits.clone());
    }

    private boolean sampled(int[] limits, Predicate<int[]> choice) {
        int[] taken = new int[limits.length];
        for (int sample = 0; sample < effort.samples(); sample++) {
            for (int unit = 0; unit < limits.length; unit++) {
                taken[unit] = random.nextInt(limits[unit] + 1);
            }
            if (!choice.test(taken)) {
                return false;
            }
        }
        return true;
    }
}
