package org.failuretransparency.tpcc;

import java.util.SplittableRandom;

/// What the terminals enter: the random input of each transaction, drawn as TPC-C's clauses "input data generation"
/// say.
///
/// **Source**: TPC-C clauses 2.4.1 (new-order), 2.5.1 (payment), 2.7.1 (delivery).
final class InputData {

    private final OrderEntryScale scale;
    private final SplittableRandom random;
    private final NuRand customers;
    private final NuRand items;
    private final NuRand lastNames;

    InputData(OrderEntryScale scale, SplittableRandom random) {
        this.scale = scale;
        this.random = random;
        this.customers = NuRand.customers(scale, random);
        this.items = NuRand.items(scale, random);
        this.lastNames = NuRand.lastNames(scale, random);
    }

    TransactionKind kind() {
        return TransactionKind.of(random.nextInt(TransactionKind.WEIGHTS));
    }

    /// A warehouse; the specification gives each terminal one of its own, here one terminal serves them in turn.
    int warehouse() {
        return random.nextInt(scale.warehouses());
    }

    /// A district of that warehouse.
    int district(int warehouse) {
        return warehouse * OrderEntryScale.DISTRICTS_PER_WAREHOUSE
                + random.nextInt(OrderEntryScale.DISTRICTS_PER_WAREHOUSE);
    }

    int customer() {
        return customers.next(random);
    }

    int lastName() {
        return lastNames.next(random);
    }

    int lineCount() {
        return 5 + random.nextInt(OrderEntryScale.MAX_LINES - 4);
    }

    /// Whether the last item of this order is one that does not exist: 1%.
    boolean unusedItem() {
        return random.nextInt(100) == 0;
    }

    int item() {
        return items.next(random);
    }

    int quantity() {
        return 1 + random.nextInt(10);
    }

    /// The warehouse that supplies a line of an order to `home`: another one in 1% of lines.
    int supplyWarehouse(int home) {
        return random.nextInt(100) == 0 ? otherWarehouse(home) : home;
    }

    /// The district of the customer who pays to a district of `home`: one of another warehouse in 15% of payments.
    int payersDistrict(int home, int district) {
        return random.nextInt(100) < 15 && scale.warehouses() > 1 ? district(otherWarehouse(home)) : district;
    }

    /// Whether the customer who pays is known by last name, 60%, or by number.
    boolean byLastName() {
        return random.nextInt(100) < 60;
    }

    /// 1.00 to 5,000.00.
    int paymentCents() {
        return 100 + random.nextInt(499_901);
    }

    /// 1 to 10.
    int carrier() {
        return 1 + random.nextInt(10);
    }

    private int otherWarehouse(int home) {
        if (scale.warehouses() == 1) {
            return home;
        }
        int other = random.nextInt(scale.warehouses() - 1);
        return other < home ? other : other + 1;
    }
}
