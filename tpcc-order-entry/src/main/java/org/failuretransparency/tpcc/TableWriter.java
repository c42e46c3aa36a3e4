package org.failuretransparency.tpcc;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.failuretransparency.recoverable.RecoverableMemory;

/// Fills tables of a fresh database row by row, in transactions of at most 64 KB. The rows of a transaction are put
/// together in an array and reach the memory by one copy.
final class TableWriter {

    private static final int MAX_TRANSACTION_BYTES = 64 << 10;

    private final RecoverableMemory memory;
    private final RandomText text;
    private final byte[] chunk = new byte[MAX_TRANSACTION_BYTES];
    private final MemorySegment view = MemorySegment.ofArray(chunk);
    private int row;

    TableWriter(RecoverableMemory memory, SplittableRandom random) {
        this.memory = memory;
        this.text = new RandomText(random);
    }

    /// Writes `rows` rows of `rowBytes` from `table` on. `fill` is called with the index of each in turn and sets its
    /// fields by the methods below; what it leaves is zero.
    void write(long table, long rowBytes, int rows, IntConsumer fill) {
        int rowsAtOnce = (int) (MAX_TRANSACTION_BYTES / rowBytes);
        for (int first = 0; first < rows; first += rowsAtOnce) {
            int end = Math.min(first + rowsAtOnce, rows);
            Arrays.fill(chunk, (byte) 0);
            for (int index = first; index < end; index++) {
                row = (int) ((index - first) * rowBytes);
                fill.accept(index);
            }
            int bytes = (int) ((end - first) * rowBytes);
            memory.begin();
            memory.put(table + first * rowBytes, bytes == chunk.length ? chunk : Arrays.copyOf(chunk, bytes));
            memory.commit();
        }
    }

    void setInt(long field, int value) {
        view.set(ValueLayout.JAVA_INT_UNALIGNED, row + field, value);
    }

    void setLong(long field, long value) {
        view.set(ValueLayout.JAVA_LONG_UNALIGNED, row + field, value);
    }

    void setText(long field, byte[] value) {
        System.arraycopy(value, 0, chunk, row + (int) field, value.length);
    }

    void setText(long field, String value) {
        setText(field, value.getBytes(StandardCharsets.US_ASCII));
    }

    void setLetters(long field, int least, int most) {
        text.letters(chunk, row + (int) field, least, most);
    }

    void setDigits(long field, int length) {
        text.digits(chunk, row + (int) field, length);
    }

    /// Sets the data of an item or its stock.
    void setData(long field) {
        text.data(chunk, row + (int) field);
    }

    /// Sets the five fields of an address (clause 4.3.2.7 for the zip code).
    void setAddress(long street1, long street2, long city, long state, long zip) {
        setLetters(street1, 10, 20);
        setLetters(street2, 10, 20);
        setLetters(city, 10, 20);
        setLetters(state, 2, 2);
        setDigits(zip, 4);
        setText(zip + 4, "11111");
    }
}
