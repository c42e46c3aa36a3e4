package org.failuretransparency.recoverable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;

/// A log of 512 bytes of records in a directory of its own, and an owner of 256 bytes that is only an array.
final class RedoLogFixture implements AutoCloseable {

    static final UUID OWNER = new UUID(0x0123456789ABCDEFL, 0x1122334455667788L);
    static final int OWNER_BYTES = 256;
    static final long REGION_BYTES = RedoLog.MIN_REGION_BYTES;
    static final int CAPACITY_BYTES = 512;

    /// Bytes of a record with one range of up to 8 bytes.
    static final int SMALL_RECORD_BYTES = 64;

    private static final RegionType TYPE = RegionType.log("TEST-LOG");
    private static final String NAME = "test.log";

    final Storage storage;
    final MemorySegment owner = Arena.ofAuto().allocate(OWNER_BYTES);
    Region region;
    RedoLog log;

    private RedoLogFixture(Storage storage, byte[] content) {
        this.storage = storage;
        this.region = storage.create(NAME, TYPE, content.length, content);
        this.log = RedoLog.open(region, OWNER, OWNER_BYTES);
    }

    /// A new log, ready to be appended to.
    static RedoLogFixture empty(Path directory) {
        byte[] content = new byte[(int) REGION_BYTES];
        byte[] initial = RedoLog.initialBytes(REGION_BYTES, OWNER, OWNER_BYTES);
        System.arraycopy(initial, 0, content, 0, initial.length);
        RedoLogFixture fixture = of(directory, content);
        fixture.replayAll();
        fixture.log.truncate();
        return fixture;
    }

    /// A log with these bytes, in a new directory below `parent`.
    static RedoLogFixture of(Path parent, byte[] content) {
        try {
            return new RedoLogFixture(Storage.of(StorageKind.RIO, Files.createTempDirectory(parent, "log")), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Appends a transaction that sets one byte.
    void append(int offset, int value) {
        append(new long[] {offset}, new long[] {offset + 1}, value);
    }

    /// Appends a transaction that fills the ranges.
    void append(long[] starts, long[] ends, int value) {
        for (int i = 0; i < starts.length; i++) {
            owner.asSlice(starts[i], ends[i] - starts[i]).fill((byte) value);
        }
        log.append(owner.address(), starts, ends, starts.length);
    }

    /// What a replay passes on, one text a range: `offset+length=first byte`.
    List<String> replayAll() {
        List<String> ranges = new ArrayList<>();
        log.replay((offset, address, lengthBytes) -> ranges.add(offset + "+" + lengthBytes + "="
                + MemorySegment.ofAddress(address).reinterpret(1).get(ValueLayout.JAVA_BYTE, 0)));
        return ranges;
    }

    /// The stop of a replay.
    RedoLogStop stop() {
        return log.replay((offset, address, lengthBytes) -> {});
    }

    /// Leaves the log as a kill would and opens it again, not yet recovered.
    void reopen() {
        log.close();
        region.close();
        region = storage.open(NAME, TYPE);
        log = RedoLog.open(region, OWNER, OWNER_BYTES);
    }

    /// The region's bytes now.
    byte[] content() {
        return region.segment().toArray(ValueLayout.JAVA_BYTE);
    }

    @Override
    public void close() {
        log.close();
        region.close();
    }
}
