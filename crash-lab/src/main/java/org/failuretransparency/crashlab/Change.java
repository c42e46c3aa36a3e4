package org.failuretransparency.crashlab;

/// New bytes for a range of one region.
final class Change {

    private final int region;
    private final long offset;
    private final byte[] bytes;

    /// Takes over the array.
    Change(int region, long offset, byte[] bytes) {
        this.region = region;
        this.offset = offset;
        this.bytes = bytes;
    }

    /// Index of the region in its trace.
    int region() {
        return region;
    }

    long offset() {
        return offset;
    }

    int lengthBytes() {
        return bytes.length;
    }

    void applyTo(byte[] target) {
        System.arraycopy(bytes, 0, target, Math.toIntExact(offset), bytes.length);
    }

    /// The part that starts at byte `index` of this change and ends at the latest where a unit of `unitBytes` of the
    /// region does.
    Change piece(int index, int unitBytes) {
        long toBoundary = unitBytes - (offset + index) % unitBytes;
        int length = (int) Math.min(bytes.length - index, toBoundary);
        byte[] part = new byte[length];
        System.arraycopy(bytes, index, part, 0, length);
        return new Change(region, offset + index, part);
    }

    @Override
    public String toString() {
        return "region=" + region + ", offset=" + offset + ", lengthBytes=" + bytes.length;
    }
}
