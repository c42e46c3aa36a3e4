package org.failuretransparency.tpcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/// The distributions of the input against the specification's, at fixed seeds.
final class InputDataTest {

    private static final OrderEntryScale FULL = new OrderEntryScale(4, 100_000, 3_000);
    private static final int DRAWS = 200_000;

    private final SplittableRandom random = new SplittableRandom(1996);
    private final InputData input = new InputData(FULL, new SplittableRandom(1996));

    @Test
    void drawsTransactionsInTheProportionsOfTheSpecification() {
        int[] counts = histogram(3, () -> switch (input.kind()) {
            case NEW_ORDER -> 0;
            case PAYMENT -> 1;
            case DELIVERY -> 2;
        });
        assertThat(chiSquare(counts, new double[] {45.0 / 92, 43.0 / 92, 4.0 / 92}))
                .isLessThan(13.8);
    }

    @Test
    void drawsUniformlyWhatIsUniform() {
        assertUniform(histogram(4, input::warehouse), 16.3);
        assertUniform(histogram(10, () -> input.district(3) - 30), 27.9);
        assertUniform(histogram(11, () -> input.lineCount() - 5), 29.6);
        assertUniform(histogram(10, () -> input.quantity() - 1), 27.9);
        assertUniform(histogram(10, () -> input.carrier() - 1), 27.9);
        assertUniform(histogram(100, () -> (input.paymentCents() - 100) * 100 / 499_901), 148.2);
    }

    @Test
    void drawsRareCasesAsOftenAsSpecified() {
        assertThat(share(() -> input.unusedItem() ? 1 : 0)).isCloseTo(0.01, within(0.001));
        assertThat(share(() -> input.byLastName() ? 1 : 0)).isCloseTo(0.60, within(0.005));
        assertThat(share(() -> input.supplyWarehouse(2) != 2 ? 1 : 0)).isCloseTo(0.01, within(0.001));
        assertThat(share(() -> input.payersDistrict(2, 27) != 27 ? 1 : 0)).isCloseTo(0.15, within(0.003));
        assertThat(share(() -> input.payersDistrict(2, 27) / 10 == 2 ? 1 : 0)).isCloseTo(0.85, within(0.003));
    }

    @Test
    void staysAtHomeWhenThereIsOneWarehouse() {
        InputData one = new InputData(new OrderEntryScale(1, 1000, 30), new SplittableRandom(1));
        assertThat(share(() -> one.supplyWarehouse(0))).isZero();
        assertThat(share(() -> one.payersDistrict(0, 7) - 7)).isZero();
    }

    /// The exact distribution of NURand(255, 0, 999) is counted over all pairs of its two draws.
    @Test
    void drawsLastNamesWithTheExactDistributionOfNuRand() {
        NuRand names = NuRand.lastNames(FULL, random);
        double[] expected = new double[1000];
        for (int first = 0; first <= 255; first++) {
            for (int second = 0; second <= 999; second++) {
                expected[((first | second) + names.c()) % 1000] += 1 / 256_000.0;
            }
        }
        // Rare names are put together, so that each cell expects enough.
        int cells = 100;
        double[] expectedCells = new double[cells];
        int[] counts = new int[cells];
        for (int name = 0; name < 1000; name++) {
            expectedCells[name / 10] += expected[name];
        }
        for (int i = 0; i < DRAWS; i++) {
            counts[names.next(random) / 10]++;
        }
        // 99 degrees of freedom: 148.2 is the 99.9% quantile.
        assertThat(chiSquare(counts, expectedCells)).isLessThan(148.2);
    }

    @Test
    void drawsCustomersAndItemsUnevenlyOverTheirWholeRange() {
        int[] customers = histogram(3000, input::customer);
        int[] items = histogram(100_000, input::item);
        // Of a uniform distribution the most frequent tenth would have 0.1.
        assertThat(shareOfTopTenth(customers)).isBetween(0.35, 0.65);
        assertThat(shareOfTopTenth(items)).isBetween(0.35, 0.75);
    }

    @Test
    void keepsTheUnevennessWhenTheScaleReducesTheRange() {
        OrderEntryScale half = new OrderEntryScale(1, 50_000, 1500);
        InputData reduced = new InputData(half, new SplittableRandom(1996));
        double full = shareOfTopTenth(histogram(3000, input::customer));
        assertThat(shareOfTopTenth(histogram(1500, reduced::customer))).isCloseTo(full, within(0.05));
    }

    @Test
    void choosesTheRunConstantOfLastNamesAsSpecified() {
        int loaded = NuRand.loadedLastNames(FULL).c();
        for (int seed = 0; seed < 1000; seed++) {
            int delta =
                    Math.abs(NuRand.lastNames(FULL, new SplittableRandom(seed)).c() - loaded);
            assertThat(delta).isBetween(65, 119).isNotIn(96, 112);
        }
    }

    @Test
    void spellsLastNames() {
        assertThat(LastNames.of(371)).isEqualTo("PRICALLYOUGHT");
        assertThat(LastNames.of(40)).isEqualTo("BARPRESBAR");
        assertThat(LastNames.of(999)).isEqualTo("EINGEINGEING");
    }

    @Test
    void roundsAmountsToTheNearestCentHalvesUp() {
        assertThat(NewOrder.discountedAndTaxed(10_000, 0, 0)).isEqualTo(10_000);
        assertThat(NewOrder.discountedAndTaxed(10_000, 1_000, 2_000)).isEqualTo(10_800);
        assertThat(NewOrder.discountedAndTaxed(1, 5_000, 0)).isEqualTo(1);
        assertThat(NewOrder.discountedAndTaxed(1, 5_001, 0)).isZero();
        assertThat(NewOrder.discountedAndTaxed(15L * 10 * 10_000, 0, 4_000)).isEqualTo(2_100_000);
    }

    private static int[] histogram(int cells, IntSupplier draw) {
        int[] counts = new int[cells];
        for (int i = 0; i < DRAWS; i++) {
            counts[draw.getAsInt()]++;
        }
        return counts;
    }

    private static double share(IntSupplier oneOrZero) {
        long sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            sum += oneOrZero.getAsInt();
        }
        return (double) sum / DRAWS;
    }

    private static double shareOfTopTenth(int[] counts) {
        int[] sorted = counts.clone();
        Arrays.sort(sorted);
        long top = 0;
        for (int i = sorted.length - sorted.length / 10; i < sorted.length; i++) {
            top += sorted[i];
        }
        return (double) top / DRAWS;
    }

    /// The limit is the 99.9% quantile for cells - 1 degrees of freedom.
    private static void assertUniform(int[] counts, double limit) {
        double[] expected = new double[counts.length];
        Arrays.fill(expected, 1.0 / counts.length);
        assertThat(chiSquare(counts, expected)).isLessThan(limit);
    }

    private static double chiSquare(int[] counts, double[] shares) {
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = shares[i] * DRAWS;
            sum += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        return sum;
    }
}
