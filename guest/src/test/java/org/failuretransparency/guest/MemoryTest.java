package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemoryTest {

    private static final int PAGE = AddressSpace.PAGE_BYTES;
    private static final AddressSpace SPACE = new AddressSpace(2 * PAGE, PAGE, PAGE);
    private static final long END = SPACE.lengthBytes();

    private final List<String> touched = new ArrayList<>();
    private Arena arena;
    private Memory memory;

    @BeforeEach
    void allocate() {
        arena = Arena.ofConfined();
        memory = new Memory(SPACE, arena.allocate(END, PAGE)) {
            @Override
            protected void touch(long address, long rangeBytes) {
                touched.add(address + "+" + rangeBytes);
            }
        };
    }

    @AfterEach
    void release() {
        arena.close();
    }

    @Test
    void roundsItsAreasToPages() {
        AddressSpace space = new AddressSpace(0, 1, 4097);
        assertThat(space.heapStart()).isEqualTo(PAGE);
        assertThat(space.stackStart()).isEqualTo(2 * PAGE);
        assertThat(space.lengthBytes()).isEqualTo(4 * PAGE);
        assertThat(new AddressSpace(0, 0, 0).lengthBytes()).isEqualTo(2 * PAGE);
        assertThatThrownBy(() -> new AddressSpace(0, -1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad length of an area: heapBytes=-1");
    }

    @Test
    void keepsValuesOfEveryType() {
        memory.putByte(1, (byte) -1);
        memory.putInt(4, -2);
        memory.putLong(8, Long.MIN_VALUE);
        memory.putDouble(END - 8, Math.E);
        assertThat(memory.getByte(1)).isEqualTo((byte) -1);
        assertThat(memory.getInt(4)).isEqualTo(-2);
        assertThat(memory.getLong(8)).isEqualTo(Long.MIN_VALUE);
        assertThat(memory.getDouble(END - 8)).isEqualTo(Math.E);
        assertThat(touched).containsExactly("1+1", "4+4", "8+8", END - 8 + "+8");
    }

    @Test
    void copiesBlocks() {
        memory.put(3, new byte[] {1, 2, 3, 4}, 1, 3);
        memory.put(8, new long[] {5, 6}, 0, 2);
        memory.put(24, new double[] {7, 8}, 1, 1);
        byte[] bytes = new byte[4];
        memory.get(3, bytes, 1, 3);
        long[] longs = new long[2];
        memory.get(8, longs, 0, 2);
        double[] doubles = new double[1];
        memory.get(24, doubles, 0, 1);
        assertThat(bytes).containsExactly(0, 2, 3, 4);
        assertThat(longs).containsExactly(5, 6);
        assertThat(doubles).containsExactly(8);
        assertThat(touched).containsExactly("3+3", "8+16", "24+8");
    }

    @Test
    void givesRangesToStoreToAndToLoadFrom() {
        memory.writable(PAGE - 1, 2).fill((byte) 7);
        memory.fill(16, 8, (byte) 1);
        assertThat(touched).containsExactly(PAGE - 1 + "+2", "16+8");
        MemorySegment range = memory.readable(PAGE, 1);
        assertThat(range.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 7);
        assertThat(range.isReadOnly()).isTrue();
        assertThat(memory.getLong(16)).isEqualTo(0x0101010101010101L);
    }

    @Test
    void takesEmptyRangesForNothing() {
        memory.put(END, new byte[0], 0, 0);
        memory.fill(0, 0, (byte) 0);
        assertThat(memory.writable(END, 0).byteSize()).isZero();
        assertThat(touched).isEmpty();
        assertThat(memory.nativeToLoad(0, 0)).isZero();
        assertThatThrownBy(() -> memory.fill(END + 1, 0, (byte) 0)).isInstanceOf(GuestException.OutOfRange.class);
    }

    @Test
    void refusesWhatIsOutside() {
        List<ThrowingCallable> accesses = List.of(
                () -> memory.getByte(-1),
                () -> memory.getByte(END),
                () -> memory.getInt(END),
                () -> memory.getLong(Long.MIN_VALUE),
                () -> memory.getLong(Long.MAX_VALUE - 7),
                () -> memory.putByte(END, (byte) 0),
                () -> memory.putInt(-4, 0),
                () -> memory.putLong(END, 0),
                () -> memory.put(END - 1, new byte[2], 0, 2),
                () -> memory.get(END - 8, new long[2], 0, 2),
                () -> memory.writable(0, END + 1),
                () -> memory.readable(-1, 1),
                () -> memory.fill(1, Long.MAX_VALUE, (byte) 0),
                () -> memory.fill(1, -1, (byte) 0),
                () -> memory.protect(0, END + 1, Memory.READ),
                () -> memory.protection(END));
        assertThat(accesses)
                .allSatisfy(access -> assertThatThrownBy(access)
                        .isInstanceOf(GuestException.OutOfRange.class)
                        .hasMessageEndingWith("space=" + END));
        assertThat(touched).isEmpty();
        assertThat(memory.nativeToLoad(END - 1, 2)).isZero();
        assertThat(memory.nativeToStore(-1, 1)).isZero();
    }

    @Test
    void refusesAddressesThatAreNotAligned() {
        assertThatThrownBy(() -> memory.getLong(4))
                .isInstanceOf(GuestException.Misaligned.class)
                .hasMessage("address is not aligned: address=4, lengthBytes=8");
        assertThatThrownBy(() -> memory.putInt(2, 0)).isInstanceOf(GuestException.Misaligned.class);
        assertThatThrownBy(() -> memory.put(4, new long[1], 0, 1)).isInstanceOf(GuestException.Misaligned.class);
        assertThatThrownBy(() -> memory.get(4, new double[1], 0, 1)).isInstanceOf(GuestException.Misaligned.class);
    }

    @Test
    void faultsAtProtectedPages() {
        memory.protect(PAGE, PAGE, Memory.READ);
        assertThat(memory.protection(PAGE)).isEqualTo(Memory.READ);
        memory.putLong(PAGE - 8, 1);
        assertThat(memory.getLong(PAGE)).isZero();
        assertFault(() -> memory.putLong(PAGE, 1), PAGE);
        assertFault(() -> memory.put(PAGE - 1, new byte[2], 0, 2), PAGE);
        assertThat(memory.nativeToLoad(PAGE, 1)).isNotZero();
        assertThat(memory.nativeToStore(PAGE, 1)).isZero();
        memory.protect(PAGE, PAGE, Memory.NONE);
        assertFault(() -> memory.getByte(PAGE + 5), PAGE + 5);
        assertFault(() -> memory.readable(0, END), PAGE);
        assertThat(memory.nativeToLoad(PAGE, 1)).isZero();
        memory.protect(0, END, Memory.READ_WRITE);
        memory.putLong(PAGE, 2);
        assertThat(memory.getLong(PAGE)).isEqualTo(2);
        assertThat(touched).containsExactly(PAGE - 8 + "+8", PAGE + "+8");
    }

    private void assertFault(ThrowingCallable access, long address) {
        assertThatThrownBy(access).isInstanceOf(Fault.class).hasNoCause();
        assertThat(memory.faultAddress()).isEqualTo(address);
    }

    @Test
    void refusesASegmentOfAnotherLength() {
        assertThatThrownBy(() -> new Memory(SPACE, arena.allocate(PAGE, PAGE)) {
                    @Override
                    protected void touch(long address, long rangeBytes) {}
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not the memory of the address space");
    }
}
