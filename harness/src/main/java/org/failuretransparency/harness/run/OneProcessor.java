package org.failuretransparency.harness.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.failuretransparency.os.OsException;
import org.failuretransparency.os.SystemCall;

/// Keeps the threads of several processes on one processor, where one hands over to the other without waking up a
/// processor that idles: on a virtual machine that takes longer than a message, and each time another time. The JVM's
/// compiler is left where it is.
final class OneProcessor {

    /// Of 1024 processors; the kernel takes those that there are.
    private static final long MASK_BYTES = 128;

    private static final String ALLOWED = "Cpus_allowed_list:";

    private OneProcessor() {}

    /// Keeps the calling thread, and those that it will start, on the first processor that this process may use.
    static void stay() {
        int processor = firstAllowed();
        long bytes = Long.BYTES * (processor / Long.SIZE + 1L);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(bytes, Long.BYTES);
            mask.setAtIndex(ValueLayout.JAVA_LONG, processor / Long.SIZE, 1L << processor % Long.SIZE);
            set(mask);
        }
    }

    /// Lets the calling thread, and what it will start, run on every processor again: a process that is started by a
    /// thread on one processor would stay there with all of its threads.
    static void leave() {
        try (Arena arena = Arena.ofConfined()) {
            set(arena.allocate(MASK_BYTES, Long.BYTES).fill((byte) -1));
        }
    }

    private static void set(MemorySegment mask) {
        long result = SystemCall.sched_setaffinity(0, mask.byteSize(), mask.address());
        if (result < 0) {
            throw new OsException("sched_setaffinity", "calling thread", (int) -result);
        }
    }

    private static int firstAllowed() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(ALLOWED))
                    .map(line -> line.substring(ALLOWED.length()).strip().split("[-,]", 2)[0])
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no " + ALLOWED + " in /proc/self/status"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
