package org.failuretransparency.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.theory.equivalence.Equivalence;

/// A program that is non-deterministic: each round draws a number from the clock, keeps it in every page of data, in a
/// block of the heap and on the stack, and shows it with a hash of all that it has drawn so far. Where memory is not
/// what the round before has left, it exits with [#BROKEN].
final class Lottery {

    static final int DONE = 7;
    static final int BROKEN = 9;

    private static final int DATA_PAGES = 4;
    private static final int MAX_DEPTH = 60;
    private static final long MULTIPLIER = 6_364_136_223_846_793_005L;

    private static final int MAIN = 0;
    private static final int DESCEND = 1;

    private static final long LINE = 128;
    private static final long BLOCK = 8;
    private static final long ROUND = 16;
    private static final long HASH = 24;
    private static final long TIMEVAL = 32;
    private static final long DRAW = 48;

    private Lottery() {}

    static Program program(int rounds) {
        return new Program(
                "lottery",
                1,
                new AddressSpace((long) DATA_PAGES * AddressSpace.PAGE_BYTES, 1 << 17, 16 << 10),
                List.of(
                        new Program.Entry("main", 2, guest -> main(guest, rounds)),
                        new Program.Entry("descend", 2, Lottery::descend)),
                MAIN);
    }

    private static void main(Guest g, int rounds) {
        var memory = g.memory();
        switch (g.point()) {
            case 0 -> {
                if (memory.getLong(ROUND) == rounds) {
                    g.exit(DONE);
                    return;
                }
                g.request(SystemCalls.GETTIMEOFDAY, TIMEVAL, 0, 0, 0);
                g.resumeAt(1);
            }
            case 1 -> {
                if (isBroken(g)) {
                    g.exit(BROKEN);
                    return;
                }
                keep(g, memory.getLong(TIMEVAL) * 1_000_000 + memory.getLong(TIMEVAL + 8));
                g.resumeAt(2);
            }
            case 2 -> {
                g.resumeAt(3);
                g.call(DESCEND, memory.getLong(DRAW) % MAX_DEPTH, memory.getLong(HASH));
            }
            case 3 -> {
                if (g.result() != memory.getLong(HASH) + memory.getLong(DRAW) % MAX_DEPTH) {
                    g.exit(BROKEN);
                    return;
                }
                byte[] line = line(memory.getLong(ROUND), memory.getLong(DRAW), memory.getLong(HASH))
                        .concat("\n")
                        .getBytes(StandardCharsets.US_ASCII);
                memory.put(LINE, line, 0, line.length);
                g.request(SystemCalls.WRITE, 1, LINE, line.length, 0);
                g.resumeAt(0);
            }
            default -> throw new AssertionError(g.point());
        }
    }

    private static long word(int page) {
        return (long) page * AddressSpace.PAGE_BYTES + 2048;
    }

    /// Whether a copy of the hash differs from it.
    private static boolean isBroken(Guest g) {
        var memory = g.memory();
        long hash = memory.getLong(HASH);
        boolean broken = memory.getLong(BLOCK) != 0 && memory.getLong(memory.getLong(BLOCK)) != hash;
        for (int page = 0; page < DATA_PAGES; page++) {
            broken |= memory.getLong(word(page)) != hash;
        }
        return broken;
    }

    private static void keep(Guest g, long draw) {
        var memory = g.memory();
        long hash = next(memory.getLong(HASH), draw);
        memory.putLong(DRAW, draw);
        memory.putLong(HASH, hash);
        memory.putLong(ROUND, memory.getLong(ROUND) + 1);
        for (int page = 0; page < DATA_PAGES; page++) {
            memory.putLong(word(page), hash);
        }
        long old = memory.getLong(BLOCK);
        long block = g.malloc(16 + draw % 3000);
        memory.putLong(block, hash);
        memory.putLong(BLOCK, block);
        if (old != 0) {
            g.free(old);
        }
    }

    /// Returns its second argument plus how deep it was called: its first.
    private static void descend(Guest g) {
        if (g.point() == 0) {
            if (g.local(0) == 0) {
                g.ret(g.local(1));
            } else {
                g.resumeAt(1);
                g.call(DESCEND, g.local(0) - 1, g.local(1));
            }
        } else {
            g.ret(g.result() + 1);
        }
    }

    private static long next(long hash, long draw) {
        return hash * MULTIPLIER + draw + 1;
    }

    private static String line(long round, long draw, long hash) {
        return "round " + round + " drew " + draw + " hash " + hash;
    }

    /// Whether that is the output of a failure-free run, with lines repeated (Definition 2).
    static boolean isConsistent(List<String> lines, int rounds) {
        List<String> distinct = lines.stream().distinct().toList();
        List<String> failureFree = new ArrayList<>();
        long hash = 0;
        for (String shown : distinct) {
            String[] words = shown.split(" ", -1);
            if (words.length != 6) {
                return false;
            }
            long draw = Long.parseLong(words[3]);
            hash = next(hash, draw);
            failureFree.add(line(failureFree.size() + 1L, draw, hash));
        }
        return distinct.equals(failureFree)
                && failureFree.size() == rounds
                && Equivalence.DUPLICATE_EARLIER.equivalent(lines, failureFree);
    }
}
