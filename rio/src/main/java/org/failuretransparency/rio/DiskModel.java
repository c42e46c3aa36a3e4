package org.failuretransparency.rio;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// The modelled drives of one storage: a spindle a device, regions laid out on it one behind another.
///
/// **Threads**: one.
final class DiskModel {

    private final ModelClock clock;
    private final Map<Device, Spindle> spindles = new EnumMap<>(Device.class);
    private final Map<Device, Long> nextPosition = new EnumMap<>(Device.class);
    private final Map<UUID, Long> positions = new HashMap<>();

    DiskModel(String drives, ModelClock clock) {
        this.clock = clock;
        for (Device device : Device.values()) {
            spindles.put(device, new Spindle(Drive.of(drives, device), clock.nanos()));
            nextPosition.put(device, 0L);
        }
    }

    /// Where a region's file lies on its device: behind those that were laid there before it, and always in one place.
    Extents place(RegionLayout.Header header, Device device) {
        long fileBytes = RegionLayout.fileBytes(header.lengthBytes());
        long position = positions.computeIfAbsent(
                header.id(), id -> nextPosition.merge(device, fileBytes, Long::sum) - fileBytes);
        return new Extents(this, device, position);
    }

    long nowNanos() {
        return clock.nanos();
    }

    /// Serves the extents in the order given, from `issuedNanos` on, and waits for the last of them.
    void serve(Device device, long issuedNanos, long[] offsets, long[] lengths, int count) {
        Spindle spindle = spindle(device);
        long finish = issuedNanos;
        for (int i = 0; i < count; i++) {
            finish = spindle.serve(finish, offsets[i], lengths[i]);
        }
        clock.advanceTo(finish);
    }

    private Spindle spindle(Device device) {
        Spindle spindle = spindles.get(device);
        if (spindle == null) {
            throw new IllegalStateException("no spindle: device=" + device);
        }
        return spindle;
    }
}
