package org.failuretransparency.harness.environment;

import java.util.List;

/// The hardware.
///
/// @param cpu the processor's name
/// @param frequencyHz its highest frequency; 0 where the machine does not tell
/// @param caches its caches, e.g. `L2 1024 KB`
/// @param disks model and size of the disks
/// @param settings what the kernel was set to that decides timings, e.g. `transparent_hugepage=madvise`
public record Machine(
        String computer,
        String cpu,
        int physicalCores,
        int logicalCores,
        long frequencyHz,
        List<String> caches,
        long memoryBytes,
        List<String> disks,
        List<String> settings) {

    public Machine {
        caches = List.copyOf(caches);
        disks = List.copyOf(disks);
        settings = List.copyOf(settings);
    }
}
