package org.failuretransparency.recoverable;

import static org.failuretransparency.recoverable.RedoLogLayout.MAGIC;
import static org.failuretransparency.recoverable.RedoLogLayout.STATUS_BLOCK_BYTES;
import static org.failuretransparency.recoverable.RedoLogLayout.STATUS_BYTES;
import static org.failuretransparency.recoverable.RedoLogLayout.VERSION;
import static org.failuretransparency.recoverable.RedoLogLayout.getInt;
import static org.failuretransparency.recoverable.RedoLogLayout.getLong;
import static org.failuretransparency.recoverable.RedoLogLayout.putInt;
import static org.failuretransparency.recoverable.RedoLogLayout.putLong;

import java.util.UUID;
import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.Stores;
import org.jspecify.annotations.Nullable;

/// What a redo log's status says: where its records begin and which of them count.
///
/// **Survives**: a write that a power loss tore. Generation g is first written to copy g mod 2 and synced, while the
/// other copy still holds g - 1 whole. Then it is written to the other copy too, which becomes durable with the log's
/// next sync, so that from then on either copy may be damaged.
///
/// @param generation number of this status, at least 1
/// @param headPosition where the oldest record that counts begins ([RedoLogLayout])
/// @param headSequence that record's sequence number
/// @param capacityBytes length of the record area
/// @param owner id of the region that the log belongs to
/// @param ownerBytes length of that region
public record RedoLogStatus(
        long generation, long headPosition, long headSequence, long capacityBytes, UUID owner, long ownerBytes) {

    /// The status of a new log, whose region has `regionBytes` bytes.
    static RedoLogStatus first(long regionBytes, UUID owner, long ownerBytes) {
        return new RedoLogStatus(1, 0, 1, RedoLogLayout.capacityBytes(regionBytes), owner, ownerBytes);
    }

    /// Reads the newer of the two copies that check themselves; `scratch` is overwritten.
    public static RedoLogStatus read(Region log, NativeBuffer scratch) {
        if (log.lengthBytes() < RedoLogLayout.RECORDS_OFFSET) {
            throw new RedoLogException.Corrupt(
                    log.path(), 0, "bytes>=" + RedoLogLayout.RECORDS_OFFSET, "bytes=" + log.lengthBytes());
        }
        RedoLogStatus newer = newer(readCopy(log, 0, scratch), readCopy(log, 1, scratch));
        if (newer == null) {
            long found = getLong(log.segment().address());
            String state = found == MAGIC ? "two that do not" : "magic=" + Long.toHexString(found);
            throw new RedoLogException.Corrupt(log.path(), 0, "a status that checks itself", state);
        }
        long capacityBytes = RedoLogLayout.capacityBytes(log.lengthBytes());
        if (newer.capacityBytes != capacityBytes) {
            throw new RedoLogException.Corrupt(
                    log.path(),
                    RedoLogLayout.STATUS_CAPACITY,
                    "capacityBytes=" + capacityBytes,
                    String.valueOf(newer.capacityBytes));
        }
        return newer;
    }

    private static @Nullable RedoLogStatus newer(@Nullable RedoLogStatus one, @Nullable RedoLogStatus other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.generation > other.generation ? one : other;
    }

    private static @Nullable RedoLogStatus readCopy(Region log, int copy, NativeBuffer scratch) {
        long address = scratch.address();
        long offset = copy * STATUS_BLOCK_BYTES;
        Stores.STORES.copy(log.segment().address() + offset, address, STATUS_BYTES);
        if (getLong(address) != MAGIC || getInt(address + RedoLogLayout.STATUS_CHECK) != check(scratch)) {
            return null;
        }
        int version = getInt(address + RedoLogLayout.STATUS_VERSION);
        if (version != VERSION) {
            throw new RedoLogException.UnsupportedVersion(
                    log.path(),
                    offset + RedoLogLayout.STATUS_VERSION,
                    String.valueOf(VERSION),
                    String.valueOf(version));
        }
        return new RedoLogStatus(
                getLong(address + RedoLogLayout.STATUS_GENERATION),
                getLong(address + RedoLogLayout.STATUS_HEAD_POSITION),
                getLong(address + RedoLogLayout.STATUS_HEAD_SEQUENCE),
                getLong(address + RedoLogLayout.STATUS_CAPACITY),
                new UUID(
                        getLong(address + RedoLogLayout.STATUS_OWNER_HIGH),
                        getLong(address + RedoLogLayout.STATUS_OWNER_LOW)),
                getLong(address + RedoLogLayout.STATUS_OWNER_BYTES));
    }

    /// Makes this the log's durable status; `scratch` is overwritten.
    void write(Region log, NativeBuffer scratch) {
        long address = encode(scratch);
        long copy = generation & 1;
        log.write(copy * STATUS_BLOCK_BYTES, address, STATUS_BYTES);
        log.sync();
        log.write((1 - copy) * STATUS_BLOCK_BYTES, address, STATUS_BYTES);
    }

    /// The bytes at the start of a log that has this status, in both copies.
    byte[] toBytes() {
        try (NativeBuffer scratch = new NativeBuffer()) {
            long address = encode(scratch);
            byte[] bytes = new byte[(int) (STATUS_BLOCK_BYTES + STATUS_BYTES)];
            RawMemory.get(address, bytes, 0, (int) STATUS_BYTES);
            RawMemory.get(address, bytes, (int) STATUS_BLOCK_BYTES, (int) STATUS_BYTES);
            return bytes;
        }
    }

    private long encode(NativeBuffer scratch) {
        long address = scratch.address();
        putLong(address, MAGIC);
        putInt(address + RedoLogLayout.STATUS_VERSION, VERSION);
        putLong(address + RedoLogLayout.STATUS_GENERATION, generation);
        putLong(address + RedoLogLayout.STATUS_HEAD_POSITION, headPosition);
        putLong(address + RedoLogLayout.STATUS_HEAD_SEQUENCE, headSequence);
        putLong(address + RedoLogLayout.STATUS_CAPACITY, capacityBytes);
        putLong(address + RedoLogLayout.STATUS_OWNER_HIGH, owner.getMostSignificantBits());
        putLong(address + RedoLogLayout.STATUS_OWNER_LOW, owner.getLeastSignificantBits());
        putLong(address + RedoLogLayout.STATUS_OWNER_BYTES, ownerBytes);
        putInt(address + RedoLogLayout.STATUS_CHECK, check(scratch));
        return address;
    }

    /// Refuses a log that does not belong to the region of this id and length.
    void requireOwner(Region log, UUID expectedOwner, long expectedBytes) {
        if (!owner.equals(expectedOwner) || ownerBytes != expectedBytes) {
            throw new RedoLogException.ForeignLog(
                    log.path(),
                    RedoLogLayout.STATUS_OWNER_HIGH,
                    "owner=" + expectedOwner + " of " + expectedBytes + " bytes",
                    owner + " of " + ownerBytes + " bytes");
        }
    }

    private static int check(NativeBuffer status) {
        long rest = RedoLogLayout.STATUS_GENERATION;
        return status.checksum(0, RedoLogLayout.STATUS_CHECK, rest, STATUS_BYTES);
    }
}
