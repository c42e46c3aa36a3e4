package org.failuretransparency.harness.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.Stream;
import org.failuretransparency.os.OsException;
import org.failuretransparency.os.SystemCall;

/// Keeps the threads of several processes on one processor, where one hands over to the other without waking up a
/// processor that idles: on a virtual machine that takes longer than a message, and each time another time. The JVM's
/// compiler is left where it is.
final class OneProcessor {

    private static final String ALLOWED = "Cpus_allowed_list:";

    private OneProcessor() {}

    /// Keeps the calling thread, and those that it will start, on the first processor that this process may use.
    static void stay() {
        BitSet first = new BitSet();
        first.set(allowed().nextSetBit(0));
        set(first);
    }

    /// Lets the calling thread, and what it will start, run again on every processor that this process may use: a
    /// process that is started by a thread on one processor would stay there with all of its threads.
    static void leave() {
        set(allowed());
    }

    private static void set(BitSet processors) {
        long[] words = processors.toLongArray();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocateFrom(ValueLayout.JAVA_LONG, words);
            long result = SystemCall.sched_setaffinity(0, mask.byteSize(), mask.address());
            if (result < 0) {
                throw new OsException("sched_setaffinity", "calling thread", (int) -result);
            }
        }
    }

    /// What the process's first thread, which nobody moves, may use: `0-3,8`.
    private static BitSet allowed() {
        BitSet processors = new BitSet();
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            lines.filter(line -> line.startsWith(ALLOWED))
                    .flatMap(line -> Arrays.stream(
                            line.substring(ALLOWED.length()).strip().split(",", -1)))
                    .map(range -> range.split("-", -1))
                    .forEach(ends ->
                            processors.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (processors.isEmpty()) {
            throw new IllegalStateException("no " + ALLOWED + " in /proc/self/status");
        }
        return processors;
    }
}
