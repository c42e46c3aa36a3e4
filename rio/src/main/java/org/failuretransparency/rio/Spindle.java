package org.failuretransparency.rio;

/// One modelled disk: where its arm and its platter are, and when it is free again (`docs/deviations.md`, "disk
/// model").
/// ```
/// start  = max(now, free) + overhead + seek(|Δcylinder|)
/// finish = start + ((angle(offset) − angle(start)) mod rotation) + bytes / rate
/// ```
/// An append right after an append just misses its sector and pays about one rotation; after idling, half of one.
///
/// **Threads**: one.
final class Spindle {

    private final Drive drive;
    private long freeNanos;
    private long cylinder;

    Spindle(Drive drive, long nowNanos) {
        this.drive = drive;
        this.freeNanos = nowNanos;
    }

    /// Serves one request that is issued at `nowNanos`; returns when it is finished.
    long serve(long nowNanos, long offset, long bytes) {
        long target = drive.cylinderOf(offset);
        long seek = drive.seekNanos(Math.abs(target - cylinder));
        long start = Math.max(nowNanos, freeNanos) + drive.overheadNanos() + seek;
        long wait = Math.floorMod(drive.angleNanos(offset) - start, drive.rotationNanos());
        cylinder = drive.cylinderOf(offset + bytes);
        freeNanos = start + wait + drive.transferNanos(bytes);
        return freeNanos;
    }
}
