package org.failuretransparency.tpcc;

import java.util.SplittableRandom;

/// TPC-C's non-uniform random numbers over a range: `NURand(A, x, y) = (((random(0, A) | random(x, y)) + C) % (y - x +
/// 1)) + x`. Results are given as indexes from 0, that is, less x.
///
/// The specification names A for its own ranges. For a range that the scale reduces, A is reduced by the same factor
/// and rounded down to one less than a power of two, so that the numbers are as unevenly spread as those of the whole
/// range.
///
/// **Source**: TPC-C clause 2.1.6.
final class NuRand {

    private static final int ITEM_A = 8191;
    private static final int CUSTOMER_A = 1023;
    private static final int LAST_NAME_A = 255;
    private static final int FULL_LAST_NAMES = 1000;

    /// C-Load: drawn once for all databases of this program, from 0 to 255.
    private static final int LOADED_LAST_NAME_C = 157;

    private static final int MIN_DELTA = 65;
    private static final int MAX_DELTA = 119;

    private final int a;
    private final int x;
    private final int range;
    private final int c;

    private NuRand(int a, int x, int range, int c) {
        this.a = a;
        this.x = x;
        this.range = range;
        this.c = c;
    }

    /// Items that are ordered: NURand(8191, 1, 100000), with a C drawn here.
    static NuRand items(OrderEntryScale scale, SplittableRandom random) {
        int a = reducedA(ITEM_A, OrderEntryScale.FULL_ITEMS, scale.items());
        return new NuRand(a, 1, scale.items(), random.nextInt(a + 1));
    }

    /// Customers that order, or pay and are known by number: NURand(1023, 1, 3000), with a C drawn here.
    static NuRand customers(OrderEntryScale scale, SplittableRandom random) {
        int a = reducedA(CUSTOMER_A, OrderEntryScale.FULL_CUSTOMERS, scale.customersPerDistrict());
        return new NuRand(a, 1, scale.customersPerDistrict(), random.nextInt(a + 1));
    }

    /// Last names that the load gives to customers: NURand(255, 0, 999) with C-Load.
    static NuRand loadedLastNames(OrderEntryScale scale) {
        int a = lastNameA(scale);
        return new NuRand(a, 0, scale.lastNames(), LOADED_LAST_NAME_C & a);
    }

    /// Last names of customers that pay: NURand(255, 0, 999) with a C-Run drawn here, which differs from C-Load by 65
    /// to 119, but not by 96 or 112 (clause 2.1.6.1). For fewer than 1000 names the clause says nothing, and any C
    /// does.
    static NuRand lastNames(OrderEntryScale scale, SplittableRandom random) {
        int a = lastNameA(scale);
        int c = random.nextInt(a + 1);
        while (a == LAST_NAME_A && !mayRunWith(c)) {
            c = random.nextInt(a + 1);
        }
        return new NuRand(a, 0, scale.lastNames(), c);
    }

    int next(SplittableRandom random) {
        return ((random.nextInt(a + 1) | (x + random.nextInt(range))) + c) % range;
    }

    int c() {
        return c;
    }

    private static boolean mayRunWith(int c) {
        int delta = Math.abs(c - LOADED_LAST_NAME_C);
        return delta >= MIN_DELTA && delta <= MAX_DELTA && delta != 96 && delta != 112;
    }

    private static int lastNameA(OrderEntryScale scale) {
        return reducedA(LAST_NAME_A, FULL_LAST_NAMES, scale.lastNames());
    }

    private static int reducedA(int fullA, int fullRange, int range) {
        long reduced = Math.max(1, (fullA + 1L) * range / fullRange);
        return (int) Long.highestOneBit(reduced) - 1;
    }
}
