package org.failuretransparency.tpcc;

/// The transactions of order-entry. Weights are TPC-C's percentages (clause 5.2.3); those of the two kinds that the
/// dissertation leaves out, order-status and stock-level, are divided among these three by drawing from their sum.
enum TransactionKind {
    NEW_ORDER(45),
    PAYMENT(43),
    DELIVERY(4);

    static final int WEIGHTS = NEW_ORDER.weight + PAYMENT.weight + DELIVERY.weight;

    private final int weight;

    TransactionKind(int weight) {
        this.weight = weight;
    }

    /// The kind that a number from 0 to [#WEIGHTS] - 1 stands for.
    static TransactionKind of(int drawn) {
        if (drawn < NEW_ORDER.weight) {
            return NEW_ORDER;
        }
        return drawn < NEW_ORDER.weight + PAYMENT.weight ? PAYMENT : DELIVERY;
    }
}
