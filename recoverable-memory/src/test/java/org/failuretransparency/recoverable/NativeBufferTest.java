package org.failuretransparency.recoverable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.zip.CRC32C;
import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.rio.Stores;
import org.junit.jupiter.api.Test;

class NativeBufferTest {

    @Test
    void keepsItsBytesWhenItGrows() {
        try (NativeBuffer buffer = new NativeBuffer()) {
            Stores.STORES.putLong(buffer.address(), 42);
            Stores.STORES.putLong(buffer.address() + 4088, 43);
            buffer.reserve(4097);
            buffer.reserve(1 << 20);
            Stores.STORES.putLong(buffer.address() + (1 << 20) - 8, 44);
            assertThat(RawMemory.getLong(buffer.address())).isEqualTo(42);
            assertThat(RawMemory.getLong(buffer.address() + 4088)).isEqualTo(43);
        }
    }

    @Test
    void doesNotMoveForWhatFits() {
        try (NativeBuffer buffer = new NativeBuffer()) {
            long address = buffer.address();
            buffer.reserve(4096);
            assertThat(buffer.address()).isEqualTo(address);
        }
    }

    @Test
    void checksumsTheBytesFromToBefore() {
        byte[] bytes = "..123456789..".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        CRC32C expected = new CRC32C();
        expected.update(bytes, 2, 9);
        try (NativeBuffer buffer = new NativeBuffer()) {
            Stores.STORES.put(buffer.address(), bytes, 0, bytes.length);
            assertThat(buffer.checksum(2, 11))
                    .isEqualTo((int) expected.getValue())
                    .isEqualTo(0xE3069283);
            assertThat(buffer.checksum(2, 5, 5, 11)).isEqualTo(0xE3069283);
        }
    }

    @Test
    void closesTwice() {
        NativeBuffer buffer = new NativeBuffer();
        buffer.close();
        buffer.close();
    }
}
