package org.failuretransparency.crashlab;

import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.Stores;

/// A toy protocol: two words that must change together. Each update takes place in the pair that is not current, and
/// one store makes that pair current. A flaw can be chosen, one for each liberty that a compiler has.
/// ```
/// off  field
///   0  number of the newest update; its lowest bit says which pair is current
///  64  pair 0: two words
/// 128  pair 1: two words
/// ```
final class TwoWords implements AutoCloseable {

    static final RegionType TYPE = RegionType.database("TWOWORDS");

    private static final long PAIRS = 64;
    private static final long PAIR_BYTES = 64;

    /// What is wrong with the protocol.
    enum Flaw {
        NONE,
        /// The commit store does not wait for the words.
        NO_RELEASE,
        /// Stores of the next update, which reuse the pair before, do not wait for the commit store.
        NO_FENCE
    }

    private final Region region;
    private final Flaw flaw;

    TwoWords(Region region, Flaw flaw) {
        this.region = region;
        this.flaw = flaw;
    }

    static TwoWords create(Recording regions, Flaw flaw) {
        return new TwoWords(regions.create("words", TYPE, 4096), flaw);
    }

    static TwoWords open(Regions regions) {
        return new TwoWords(regions.open("words", TYPE), Flaw.NONE);
    }

    /// Update `number`: 1, 2, and so on.
    void update(long number) {
        Stores stores = Stores.STORES;
        long base = region.segment().address();
        long pair = base + PAIRS + number % 2 * PAIR_BYTES;
        stores.putLong(pair, number * 10);
        stores.putLong(pair + Long.BYTES, number * 10 + 1);
        if (flaw == Flaw.NO_RELEASE) {
            stores.putLong(base, number);
        } else {
            stores.publish(base, number);
        }
        if (flaw != Flaw.NO_FENCE) {
            stores.fence();
        }
    }

    /// The number of the newest update; throws if its two words are not those of one update.
    long newest() {
        long base = region.segment().address();
        long number = RawMemory.getLong(base);
        long pair = base + PAIRS + number % 2 * PAIR_BYTES;
        long first = RawMemory.getLong(pair);
        long second = RawMemory.getLong(pair + Long.BYTES);
        boolean whole = number == 0 ? first == 0 && second == 0 : first == number * 10 && second == number * 10 + 1;
        if (!whole) {
            throw new IllegalStateException(
                    "words of update are torn: number=" + number + ", first=" + first + ", second=" + second);
        }
        return number;
    }

    @Override
    public void close() {
        region.close();
    }
}
