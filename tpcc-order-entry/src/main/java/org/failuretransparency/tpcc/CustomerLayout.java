package org.failuretransparency.tpcc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;

/// A row of the customer table (TPC-C clause 1.3.1), in the machine's byte order. What payment and delivery change lies
/// together, at 16..39. Text is padded with zeros.
/// ```
/// off  len  field                meaning
///   0    4  id                   index of the customer in its district
///   4    4  district             index of the district in its warehouse
///   8    4  warehouse            index
///  12    4  discountBasisPoints  0 to 5000
///  16    8  balanceCents         owed by the customer
///  24    8  ytdPaymentCents      paid
///  32    4  paymentCount         payments
///  36    4  deliveryCount        orders delivered
///  40    8  creditLimitCents     5,000,000
///  48    8  sinceDate            see OrderEntryWorkload
///  56    2  credit               text: GC or BC
///  58    2  middleName           text
///  60   16  firstName            text
///  76   16  lastName             text: see LastNames
///  92   20  street1              text
/// 112   20  street2              text
/// 132   20  city                 text
/// 152    2  state                text
/// 154    9  zip                  text
/// 163   16  phone                text
/// 179  500  data                 text
/// 679    1  padding
/// ```
final class CustomerLayout {

    static final MemoryLayout ROW = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("id"),
            ValueLayout.JAVA_INT.withName("district"),
            ValueLayout.JAVA_INT.withName("warehouse"),
            ValueLayout.JAVA_INT.withName("discountBasisPoints"),
            ValueLayout.JAVA_LONG.withName("balanceCents"),
            ValueLayout.JAVA_LONG.withName("ytdPaymentCents"),
            ValueLayout.JAVA_INT.withName("paymentCount"),
            ValueLayout.JAVA_INT.withName("deliveryCount"),
            ValueLayout.JAVA_LONG.withName("creditLimitCents"),
            ValueLayout.JAVA_LONG.withName("sinceDate"),
            MemoryLayout.sequenceLayout(2, ValueLayout.JAVA_BYTE).withName("credit"),
            MemoryLayout.sequenceLayout(2, ValueLayout.JAVA_BYTE).withName("middleName"),
            MemoryLayout.sequenceLayout(16, ValueLayout.JAVA_BYTE).withName("firstName"),
            MemoryLayout.sequenceLayout(16, ValueLayout.JAVA_BYTE).withName("lastName"),
            MemoryLayout.sequenceLayout(20, ValueLayout.JAVA_BYTE).withName("street1"),
            MemoryLayout.sequenceLayout(20, ValueLayout.JAVA_BYTE).withName("street2"),
            MemoryLayout.sequenceLayout(20, ValueLayout.JAVA_BYTE).withName("city"),
            MemoryLayout.sequenceLayout(2, ValueLayout.JAVA_BYTE).withName("state"),
            MemoryLayout.sequenceLayout(9, ValueLayout.JAVA_BYTE).withName("zip"),
            MemoryLayout.sequenceLayout(16, ValueLayout.JAVA_BYTE).withName("phone"),
            MemoryLayout.sequenceLayout(500, ValueLayout.JAVA_BYTE).withName("data"),
            MemoryLayout.paddingLayout(1));

    static final long BYTES = ROW.byteSize();
    static final long ID = ROW.byteOffset(groupElement("id"));
    static final long DISTRICT = ROW.byteOffset(groupElement("district"));
    static final long WAREHOUSE = ROW.byteOffset(groupElement("warehouse"));
    static final long DISCOUNT_BASIS_POINTS = ROW.byteOffset(groupElement("discountBasisPoints"));
    static final long BALANCE_CENTS = ROW.byteOffset(groupElement("balanceCents"));
    static final long YTD_PAYMENT_CENTS = ROW.byteOffset(groupElement("ytdPaymentCents"));
    static final long PAYMENT_COUNT = ROW.byteOffset(groupElement("paymentCount"));
    static final long DELIVERY_COUNT = ROW.byteOffset(groupElement("deliveryCount"));
    static final long CREDIT_LIMIT_CENTS = ROW.byteOffset(groupElement("creditLimitCents"));
    static final long SINCE_DATE = ROW.byteOffset(groupElement("sinceDate"));
    static final long CREDIT = ROW.byteOffset(groupElement("credit"));
    static final long MIDDLE_NAME = ROW.byteOffset(groupElement("middleName"));
    static final long FIRST_NAME = ROW.byteOffset(groupElement("firstName"));
    static final long LAST_NAME = ROW.byteOffset(groupElement("lastName"));
    static final long STREET_1 = ROW.byteOffset(groupElement("street1"));
    static final long STREET_2 = ROW.byteOffset(groupElement("street2"));
    static final long CITY = ROW.byteOffset(groupElement("city"));
    static final long STATE = ROW.byteOffset(groupElement("state"));
    static final long ZIP = ROW.byteOffset(groupElement("zip"));
    static final long PHONE = ROW.byteOffset(groupElement("phone"));
    static final long DATA = ROW.byteOffset(groupElement("data"));

    static final int DATA_BYTES = 500;

    /// Length of the part that payment and delivery change.
    static final long ACCOUNT_BYTES = 24;

    private CustomerLayout() {}
}
