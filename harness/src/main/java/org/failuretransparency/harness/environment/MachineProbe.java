package org.failuretransparency.harness.environment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.ComputerSystem;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;

/// Asks OSHI and the kernel what hardware this is. Serial numbers and names of the machine are not asked for.
final class MachineProbe {

    private static final long MIB = 1 << 20;
    private static final long KIB = 1 << 10;

    private MachineProbe() {}

    static Machine machine() {
        HardwareAbstractionLayer hardware = new SystemInfo().getHardware();
        CentralProcessor processor = hardware.getProcessor();
        ComputerSystem computer = hardware.getComputerSystem();
        return new Machine(
                (computer.getManufacturer() + " " + computer.getModel()).trim(),
                processor.getProcessorIdentifier().getName().trim(),
                processor.getPhysicalProcessorCount(),
                processor.getLogicalProcessorCount(),
                Math.max(0, processor.getMaxFreq()),
                caches(processor),
                hardware.getMemory().getTotal(),
                hardware.getDiskStores().stream().map(MachineProbe::disk).toList(),
                settings());
    }

    private static List<String> caches(CentralProcessor processor) {
        return processor.getProcessorCaches().stream()
                .map(cache -> "L" + cache.getLevel() + " " + cache.getType().toString() + " "
                        + cache.getCacheSize() / KIB + " KB")
                .distinct()
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static String disk(HWDiskStore disk) {
        return (disk.getModel() + " " + disk.getSize() / MIB + " MB").trim();
    }

    /// Settings of the kernel that decide timings; those that it does not have are left out.
    private static List<String> settings() {
        Map<String, Path> files = new LinkedHashMap<>();
        files.put("transparent_hugepage", Path.of("/sys/kernel/mm/transparent_hugepage/enabled"));
        files.put("shmem_hugepage", Path.of("/sys/kernel/mm/transparent_hugepage/shmem_enabled"));
        files.put("cpu_governor", Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
        files.put("smt", Path.of("/sys/devices/system/cpu/smt/control"));
        files.put("swappiness", Path.of("/proc/sys/vm/swappiness"));
        List<String> settings = new ArrayList<>();
        files.forEach((name, file) ->
                Limits.lines(file).stream().findFirst().ifPresent(line -> settings.add(name + "=" + chosen(line))));
        return settings;
    }

    /// Of `always [madvise] never` the one in brackets.
    private static String chosen(String line) {
        int open = line.indexOf('[');
        int close = line.indexOf(']');
        return open >= 0 && close > open ? line.substring(open + 1, close) : line.trim();
    }
}
