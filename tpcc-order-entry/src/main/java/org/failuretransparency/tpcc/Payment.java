package org.failuretransparency.tpcc;

import org.failuretransparency.recoverable.RecoverableMemory;

/// The payment transaction: a customer pays to a district, which may be another than the customer's own.
///
/// It declares the warehouse's sum (8 bytes), the district's payment part (24), the customer's account (24) and a row
/// of the district's history (56); for a customer with bad credit, one in ten, the customer's data (500) too.
///
/// **Source**: TPC-C clause 2.5.
final class Payment {

    /// Length of a note in the data of a customer with bad credit: four numbers and a blank.
    private static final int NOTE_BYTES = 32;

    private static final int NAME_BYTES = 10;
    private static final int NAME_GAP_BYTES = 4;

    private final RecoverableMemory memory;
    private final OrderEntryTables tables;
    private final InputData input;
    private final byte[] data = new byte[CustomerLayout.DATA_BYTES];
    private final byte[] name = new byte[NAME_BYTES];

    /// The payment being made.
    private int district;
    private int payersDistrict;
    private int customer;
    private int amountCents;

    Payment(RecoverableMemory memory, OrderEntryTables tables, InputData input) {
        this.memory = memory;
        this.tables = tables;
        this.input = input;
    }

    /// Executes the transaction for a payment to a district.
    void execute(int toDistrict, long date) {
        int warehouse = toDistrict / OrderEntryScale.DISTRICTS_PER_WAREHOUSE;
        district = toDistrict;
        payersDistrict = input.payersDistrict(warehouse, district);
        amountCents = input.paymentCents();
        boolean byLastName = input.byLastName();
        int drawn = byLastName ? input.lastName() : input.customer();
        memory.begin();
        customer = byLastName ? middleCustomer(drawn) : drawn;
        memory.addLong(tables.warehouse(warehouse) + WarehouseLayout.YTD_CENTS, amountCents);
        payToDistrict(warehouse, date);
        payFromCustomer();
        memory.commit();
    }

    /// Of the customers of that last name in the payer's district, in the order of their first names, the one in the
    /// middle: the n-th of 2n or 2n - 1.
    private int middleCustomer(int lastName) {
        int start = memory.getInt(tables.nameStart(payersDistrict, lastName));
        int end = memory.getInt(tables.nameStart(payersDistrict, lastName + 1));
        return memory.getInt(tables.namedCustomer(payersDistrict, start + (end - start - 1) / 2));
    }

    /// Adds the amount to the district and enters it in the history. The row that is overwritten has its amount kept in
    /// the sum of those that are gone; where there was none it is zero.
    private void payToDistrict(int warehouse, long date) {
        long row = tables.district(district);
        long count = memory.getLong(row + DistrictLayout.HISTORY_COUNT);
        long history = tables.history(district, count);
        long overwrittenCents = memory.getLong(history + HistoryLayout.AMOUNT_CENTS);
        memory.setRange(row + DistrictLayout.YTD_CENTS, DistrictLayout.PART_BYTES);
        Declared.addLong(memory, row + DistrictLayout.YTD_CENTS, amountCents);
        memory.storeLong(row + DistrictLayout.HISTORY_COUNT, count + 1);
        Declared.addLong(memory, row + DistrictLayout.HISTORY_GONE_CENTS, overwrittenCents);
        memory.setRange(history, HistoryLayout.BYTES);
        memory.storeLong(history + HistoryLayout.DATE, date);
        memory.storeLong(history + HistoryLayout.AMOUNT_CENTS, amountCents);
        memory.storeInt(history + HistoryLayout.CUSTOMER, customer);
        memory.storeInt(
                history + HistoryLayout.CUSTOMER_DISTRICT, payersDistrict % OrderEntryScale.DISTRICTS_PER_WAREHOUSE);
        memory.storeInt(
                history + HistoryLayout.CUSTOMER_WAREHOUSE, payersDistrict / OrderEntryScale.DISTRICTS_PER_WAREHOUSE);
        copyName(tables.warehouse(warehouse) + WarehouseLayout.NAME, history + HistoryLayout.DATA);
        copyName(row + DistrictLayout.NAME, history + HistoryLayout.DATA + NAME_BYTES + NAME_GAP_BYTES);
    }

    private void payFromCustomer() {
        long row = tables.customer(payersDistrict, customer);
        memory.setRange(row + CustomerLayout.BALANCE_CENTS, CustomerLayout.ACCOUNT_BYTES);
        Declared.addLong(memory, row + CustomerLayout.BALANCE_CENTS, -amountCents);
        Declared.addLong(memory, row + CustomerLayout.YTD_PAYMENT_CENTS, amountCents);
        Declared.addInt(memory, row + CustomerLayout.PAYMENT_COUNT, 1);
        if (memory.getByte(row + CustomerLayout.CREDIT) == 'B') {
            noteBadCredit(row + CustomerLayout.DATA);
        }
    }

    /// Puts the payment in front of the customer's data, which moves to the right and loses its end.
    private void noteBadCredit(long offset) {
        memory.get(offset, data);
        System.arraycopy(data, 0, data, NOTE_BYTES, data.length - NOTE_BYTES);
        writeDigits(0, 5, customer);
        writeDigits(5, 6, payersDistrict);
        writeDigits(11, 6, district);
        writeDigits(17, 14, amountCents);
        data[NOTE_BYTES - 1] = ' ';
        memory.setRange(offset, data.length);
        memory.store(offset, data);
    }

    /// Writes a number into the data, with blanks in front.
    private void writeDigits(int index, int width, int number) {
        int rest = number;
        for (int at = index + width - 1; at >= index; at--) {
            boolean blank = rest == 0 && at < index + width - 1;
            data[at] = (byte) (blank ? ' ' : '0' + rest % 10);
            rest /= 10;
        }
    }

    private void copyName(long from, long to) {
        memory.get(from, name);
        memory.store(to, name);
    }
}
