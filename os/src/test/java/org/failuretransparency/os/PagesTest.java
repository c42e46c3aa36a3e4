package org.failuretransparency.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class PagesTest {

    @Test
    void opensWhatItProtected() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(4L * Pages.PAGE_BYTES, Pages.PAGE_BYTES);
            memory.fill((byte) 7);
            Pages.protect(memory.address(), memory.byteSize());
            assertThat(memory.get(ValueLayout.JAVA_BYTE, 1)).isEqualTo((byte) 7);
            // The pages of one byte on each side of a boundary are two.
            Pages.open(memory.address() + Pages.PAGE_BYTES - 1, 2);
            memory.set(ValueLayout.JAVA_BYTE, 0, (byte) 8);
            memory.set(ValueLayout.JAVA_BYTE, 2L * Pages.PAGE_BYTES - 1, (byte) 8);
            Pages.open(memory.address(), memory.byteSize());
        }
    }

    @Test
    void takesAnEmptyRangeForNothing() {
        assertThatCode(() -> Pages.protect(0, 0)).doesNotThrowAnyException();
    }

    @Test
    void refusesMemoryThatIsNotMapped() {
        assertThatThrownBy(() -> Pages.protect(Pages.PAGE_BYTES, 1))
                .isInstanceOf(OsException.class)
                .hasMessage("mprotect: address=" + Pages.PAGE_BYTES + ", lengthBytes=1, errno=ENOMEM");
    }
}
