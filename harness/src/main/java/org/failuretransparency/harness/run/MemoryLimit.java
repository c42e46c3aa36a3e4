package org.failuretransparency.harness.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A control group with a memory limit, for the sweeps past memory. Page cache that its processes bring in counts.
///
/// Works where this user may make control groups, of version 1 or 2; elsewhere there is none and the sweep is not run.
final class MemoryLimit implements AutoCloseable {

    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    private final Path group;
    private final long limitBytes;

    private MemoryLimit(Path group, long limitBytes) {
        this.group = group;
        this.limitBytes = limitBytes;
    }

    /// A new group with that limit; empty where none can be made.
    static Optional<MemoryLimit> create(String name, long limitBytes) {
        boolean version1 = Files.isDirectory(ROOT.resolve("memory"));
        Path parent = version1 ? ROOT.resolve("memory") : ROOT;
        Path group =
                parent.resolve("failure-transparency-" + ProcessHandle.current().pid() + "-" + name);
        try {
            Files.createDirectory(group);
            try {
                Path limit = group.resolve(version1 ? "memory.limit_in_bytes" : "memory.max");
                Files.writeString(limit, Long.toString(limitBytes));
                return Optional.of(new MemoryLimit(group, limitBytes));
            } catch (IOException e) {
                Files.delete(group);
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    long limitBytes() {
        return limitBytes;
    }

    /// The command, to be run inside the group from its first instruction on.
    List<String> enter(List<String> command) {
        List<String> inside =
                new ArrayList<>(List.of("sh", "-c", "echo $$ > \"$0/cgroup.procs\" && exec \"$@\"", group.toString()));
        inside.addAll(command);
        return inside;
    }

    /// Removes the group; its processes have ended.
    @Override
    public void close() {
        try {
            Files.deleteIfExists(group);
        } catch (IOException e) {
            throw new RunException("control group not removed: path=" + group, e);
        }
    }
}
