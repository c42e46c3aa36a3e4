package org.failuretransparency.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.Signals;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.rio.StorageKind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A program that protects its own pages, for its own copy-on-write and for a shared memory whose pages it fetches when
/// they are touched, takes the same faults wherever it is stopped.
@Timeout(120)
final class ProtectionsRecoveryTest {

    private static final long PAGE_BYTES = AddressSpace.PAGE_BYTES;
    private static final int PAGES = 3;
    private static final int ROUNDS = 2;

    private static final long LINE = 64;
    private static final long FAULTS = 512;
    /// For each shared page: 0 not here, 1 fetched, 2 changed.
    private static final long STATES = 520;

    private static final long COPIED = PAGE_BYTES;
    private static final long COPIES = COPIED + PAGES * PAGE_BYTES;
    private static final long SHARED = COPIES + PAGES * PAGE_BYTES;

    private static final int ROUND = 2;
    private static final int PAGE = 3;

    @TempDir
    private Path directory;

    private static Program program() {
        return new Program(
                "protections",
                1,
                new AddressSpace(SHARED + 2 * PAGE_BYTES, 1 << 16, 16 << 10),
                List.of(
                        new Program.Entry("main", 4, ProtectionsRecoveryTest::main),
                        new Program.Entry("fault", 3, ProtectionsRecoveryTest::fault)),
                0);
    }

    private static void main(Guest g) {
        Memory memory = g.memory();
        g.resumeAt(g.point() + 1);
        switch (g.point()) {
            case 0 -> g.request(SystemCalls.SIGACTION, Signals.SIGSEGV, 1, 0, 0);
            case 1 -> protect(g, COPIED, PAGES, Memory.READ);
            case 2 -> {
                long at = COPIED + g.local(PAGE) * PAGE_BYTES + 8 * g.local(PAGE);
                memory.putLong(at, memory.getLong(at) + g.local(ROUND) + 1);
                g.local(PAGE, g.local(PAGE) + 1);
                g.resumeAt(g.local(PAGE) < PAGES ? 2 : 3);
            }
            case 3 ->
                StoppedRuns.say(
                        g,
                        LINE,
                        "now " + sum(memory, COPIED) + " before " + sum(memory, COPIES) + " faults "
                                + memory.getLong(FAULTS));
            case 4 -> protect(g, SHARED, 2, Memory.NONE);
            case 5 -> memory.put(STATES, new long[2], 0, 2);
            case 6 -> {
                long at = SHARED + PAGE_BYTES;
                memory.putLong(at, memory.getLong(at) + memory.getLong(SHARED));
            }
            case 7 ->
                StoppedRuns.say(
                        g,
                        LINE,
                        "shared " + memory.getLong(SHARED + PAGE_BYTES) + " states " + memory.getLong(STATES) + " "
                                + memory.getLong(STATES + 8) + " faults " + memory.getLong(FAULTS));
            default -> {
                if (g.local(ROUND) + 1 == ROUNDS) {
                    g.exit((int) memory.getLong(FAULTS));
                } else {
                    g.local(ROUND, g.local(ROUND) + 1);
                    g.local(PAGE, 0);
                    g.resumeAt(1);
                }
            }
        }
    }

    private static long sum(Memory memory, long start) {
        long sum = 0;
        for (long at = start; at < start + PAGES * PAGE_BYTES; at += 8) {
            sum += memory.getLong(at);
        }
        return sum;
    }

    private static void protect(Guest g, long address, long pages, int protection) {
        g.request(SystemCalls.MPROTECT, address, pages * PAGE_BYTES, protection, 0);
    }

    /// fault(signal, address): copies the page and lets it be written; or fetches it and lets it be read, and the next
    /// time written.
    private static void fault(Guest g) {
        Memory memory = g.memory();
        long page = g.local(1) & -PAGE_BYTES;
        long state = STATES + 8 * ((page - SHARED) / PAGE_BYTES);
        g.resumeAt(g.point() + 1);
        switch (g.point()) {
            case 0 -> {
                memory.putLong(FAULTS, memory.getLong(FAULTS) + 1);
                if (page < COPIES) {
                    byte[] bytes = new byte[(int) PAGE_BYTES];
                    memory.get(page, bytes, 0, bytes.length);
                    memory.put(page + COPIES - COPIED, bytes, 0, bytes.length);
                }
            }
            case 1 -> protect(g, page, 1, Memory.READ_WRITE);
            case 2 -> {
                boolean fetches = page >= SHARED && memory.getLong(state) == 0;
                if (page >= SHARED) {
                    memory.putLong(state, memory.getLong(state) + 1);
                }
                if (fetches) {
                    memory.putLong(page, 10 * memory.getLong(FAULTS));
                    protect(g, page, 1, Memory.READ);
                }
            }
            default -> g.ret(0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RIO", "DISK"})
    void surviveBeingStoppedBeforeEachStep(StorageKind kind) throws IOException {
        StoppedEverywhere.requireEqualOutput(directory, kind, ProtectionsRecoveryTest::program, _ -> {});
    }

    @ParameterizedTest
    @EnumSource(names = {"RIO", "DISK"})
    void surviveAmnesia(StorageKind kind) throws IOException {
        StoppedEverywhere.requireNothingForgotten(directory, kind, ProtectionsRecoveryTest::program, _ -> {}, 1);
    }
}
