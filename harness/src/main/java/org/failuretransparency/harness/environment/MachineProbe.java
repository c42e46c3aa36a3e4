package org.failuretransparency.harness.environment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.ComputerSystem;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.util.Constants;

/// Asks OSHI and the kernel what hardware this is. Serial numbers and names of the machine are not asked for.
final class MachineProbe {

    private static final long MIB = 1 << 20;
    private static final int MOST_CACHES = 8;
    private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");

    private MachineProbe() {}

    static Machine machine() {
        HardwareAbstractionLayer hardware = new SystemInfo().getHardware();
        CentralProcessor processor = hardware.getProcessor();
        ComputerSystem computer = hardware.getComputerSystem();
        return new Machine(
                computer(computer),
                processor.getProcessorIdentifier().getName().trim(),
                processor.getPhysicalProcessorCount(),
                processor.getLogicalProcessorCount(),
                Math.max(0, processor.getMaxFreq()),
                caches(),
                hardware.getMemory().getTotal(),
                hardware.getDiskStores().stream()
                        .filter(disk -> disk.getSize() > 0)
                        .map(MachineProbe::disk)
                        .toList(),
                settings());
    }

    private static String computer(ComputerSystem computer) {
        return Stream.of(computer.getManufacturer(), computer.getModel())
                .filter(name -> !name.equals(Constants.UNKNOWN))
                .collect(Collectors.joining(" "));
    }

    /// From the kernel, since OSHI gives the sizes in a unit that depends on where it found them.
    private static List<String> caches() {
        List<String> caches = new ArrayList<>();
        for (int index = 0; index < MOST_CACHES; index++) {
            Path folder = CACHES.resolve("index" + index);
            List<String> parts = new ArrayList<>();
            for (String file : List.of("level", "type", "size")) {
                parts.addAll(Limits.lines(folder.resolve(file)));
            }
            if (parts.size() == 3) {
                caches.add("L" + parts.get(0) + " " + parts.get(1) + " " + parts.get(2) + "B");
            }
        }
        return caches;
    }

    private static String disk(HWDiskStore disk) {
        String model = disk.getModel().equals(Constants.UNKNOWN) ? "" : disk.getModel() + " ";
        return model + disk.getSize() / MIB + " MB";
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
