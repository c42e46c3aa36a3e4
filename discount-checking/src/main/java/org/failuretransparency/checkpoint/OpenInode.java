package org.failuretransparency.checkpoint;

/// A regular file that the process has open, by however many descriptors.
final class OpenInode {

    final long device;
    final long inode;

    /// The name that one of its descriptors has.
    String name;

    long lengthBytes;

    /// The shortest that it has been in the interval. What lies behind needs no before-image: it was extended, or its
    /// image was taken when it was cut off.
    long imagedBytes;

    /// Descriptors that can write to it.
    int writers;

    /// Whether recovery will know how long it was at the last checkpoint: a descriptor for writing was open then, or
    /// the log has it.
    boolean lengthKnown;

    /// Whether it was changed in the interval.
    boolean changed;

    OpenInode(long device, long inode, String name, long lengthBytes) {
        this.device = device;
        this.inode = inode;
        this.name = name;
        this.lengthBytes = lengthBytes;
        this.imagedBytes = lengthBytes;
    }

    /// Notes that it was changed and has that length now.
    void changedTo(long newLengthBytes) {
        lengthBytes = newLengthBytes;
        imagedBytes = Math.min(imagedBytes, newLengthBytes);
        changed = true;
    }

    /// The interval is committed.
    void committed() {
        imagedBytes = lengthBytes;
        lengthKnown = writers > 0;
        changed = false;
    }
}
