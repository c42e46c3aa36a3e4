package org.failuretransparency.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.SystemCalls;

/// A program that uses all of its memory: each round changes a word in every page of data, replaces a block of the
/// heap, calls down the stack, and says on descriptor 1 what it has summed up.
final class Counter {

    private static final int DATA_PAGES = 6;
    private static final int DEPTH = 40;

    private static final int MAIN = 0;
    private static final int DESCEND = 1;

    private static final long LINE = 64;
    private static final long BLOCK = 8;
    private static final long ROUND = 16;
    private static final long SUM = 24;

    private Counter() {}

    static Program program(int rounds) {
        return program(rounds, 1);
    }

    static Program program(int rounds, long version) {
        return new Program(
                "counter",
                version,
                new AddressSpace((long) DATA_PAGES * AddressSpace.PAGE_BYTES, 1 << 18, 16 << 10),
                List.of(
                        new Program.Entry("main", 2, guest -> main(guest, rounds)),
                        new Program.Entry("descend", 2, Counter::descend)),
                MAIN);
    }

    /// What it writes in that many rounds.
    static String output(int rounds) {
        StringBuilder output = new StringBuilder();
        long sum = 0;
        for (int round = 1; round <= rounds; round++) {
            sum += round + (long) DATA_PAGES * round + DEPTH;
            output.append("round ").append(round).append(" sum ").append(sum).append('\n');
        }
        return output.toString();
    }

    private static void main(Guest g, int rounds) {
        var memory = g.memory();
        switch (g.point()) {
            case 0 -> {
                if (memory.getLong(ROUND) == rounds) {
                    g.exit(7);
                    return;
                }
                long round = memory.getLong(ROUND) + 1;
                memory.putLong(ROUND, round);
                for (int page = 0; page < DATA_PAGES; page++) {
                    long word = (long) page * AddressSpace.PAGE_BYTES + 2048;
                    memory.putLong(word, round);
                    memory.putLong(SUM, memory.getLong(SUM) + memory.getLong(word));
                }
                g.resumeAt(1);
            }
            case 1 -> {
                long old = memory.getLong(BLOCK);
                long value = old == 0 ? 0 : memory.getLong(old);
                long block = g.malloc(100 + value % 5000);
                memory.putLong(block, value + 1);
                memory.putLong(BLOCK, block);
                if (old != 0) {
                    g.free(old);
                }
                memory.putLong(SUM, memory.getLong(SUM) + value + 1);
                g.resumeAt(2);
            }
            case 2 -> {
                g.resumeAt(3);
                g.call(DESCEND, DEPTH, 0);
            }
            case 3 -> {
                memory.putLong(SUM, memory.getLong(SUM) + g.result());
                byte[] line = ("round " + memory.getLong(ROUND) + " sum " + memory.getLong(SUM) + "\n")
                        .getBytes(StandardCharsets.US_ASCII);
                memory.put(LINE, line, 0, line.length);
                g.request(SystemCalls.WRITE, 1, LINE, line.length, 0);
                g.resumeAt(0);
            }
            default -> throw new AssertionError(g.point());
        }
    }

    /// Returns how deep it was called: its first argument.
    private static void descend(Guest g) {
        if (g.point() == 0) {
            if (g.local(0) == 0) {
                g.ret(0);
            } else {
                g.resumeAt(1);
                g.call(DESCEND, g.local(0) - 1, 0);
            }
        } else {
            g.ret(g.result() + 1);
        }
    }
}
