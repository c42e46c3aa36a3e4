package org.failuretransparency.workloads.pages;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.os.Errno;

/// The guest program `page-loop`: each round touches so many bytes and asks for a checkpoint. The first page that it
/// touches is its stack's, where it counts the rounds; the others are of its data, each filled with the round's number.
///
/// It times its rounds by its own clock, leaves out those in which it warms up, and says at the end on descriptor 1
/// `rounds=N micros=T`. Its status is 0 if every page holds the last round's number, and else 1.
///
/// **Source**: §5.4.1, the program of Figure 5.2.
public final class PageLoop {

    /// What it does.
    ///
    /// @param touchedBytes in each round: whole pages, at least one
    /// @param stateBytes of its memory: whole pages, at least `touchedBytes`
    /// @param warmUps rounds that are not timed, at least 1
    /// @param rounds that are timed, at least 1
    public record Settings(long touchedBytes, long stateBytes, long warmUps, long rounds) {

        public Settings {
            if (touchedBytes < PAGE || touchedBytes % PAGE != 0) {
                throw new IllegalArgumentException("not a number of pages: touchedBytes=" + touchedBytes);
            }
            if (stateBytes < touchedBytes || stateBytes % PAGE != 0) {
                throw new IllegalArgumentException(
                        "no room for what is touched: stateBytes=" + stateBytes + ", touchedBytes=" + touchedBytes);
            }
            if (warmUps < 1 || rounds < 1) {
                throw new IllegalArgumentException("no rounds: warmUps=" + warmUps + ", rounds=" + rounds);
            }
        }
    }

    private static final int PAGE = AddressSpace.PAGE_BYTES;

    /// The data area: what it says and the times in the first page; the pages that it fills behind it.
    private static final long LINE = 64;

    private static final long START_TIME = 1024;
    private static final long END_TIME = 1040;
    private static final long FILLED = PAGE;

    /// As many as fit in a step.
    private static final long PAGES_IN_A_STEP = 64;

    /// Points of the routine, and its locals.
    private static final int ROUND = 0;

    private static final int START = 1;
    private static final int END = 2;
    private static final int SAY = 3;
    private static final int SAID = 4;

    private static final int COUNT = 0;
    private static final int NEXT_PAGE = 1;
    private static final int LENGTH = 2;
    private static final int DONE = 3;
    private static final int LOCALS = 4;

    private final Settings settings;
    private final long pages;

    private PageLoop(Settings settings) {
        this.settings = settings;
        this.pages = settings.touchedBytes() / PAGE - 1;
    }

    public static Program program(Settings settings) {
        PageLoop loop = new PageLoop(settings);
        return new Program(
                "page-loop",
                1,
                new AddressSpace(FILLED + settings.stateBytes() - PAGE, 0, PAGE),
                List.of(new Program.Entry("main", LOCALS, loop::main)),
                0);
    }

    private void main(Guest g) {
        switch (g.point()) {
            case ROUND -> round(g);
            case START -> {
                // It touches the first page too, which is why these rounds do not count.
                g.request(SystemCalls.GETTIMEOFDAY, START_TIME, 0, 0, 0);
                g.resumeAt(ROUND);
            }
            case END -> {
                g.request(SystemCalls.GETTIMEOFDAY, END_TIME, 0, 0, 0);
                g.resumeAt(SAY);
            }
            case SAY -> say(g);
            default -> said(g);
        }
    }

    private void round(Guest g) {
        long round = g.local(COUNT) + 1;
        long first = g.local(NEXT_PAGE);
        long count = Math.min(PAGES_IN_A_STEP, pages - first);
        if (count > 0) {
            g.memory().writable(FILLED + first * PAGE, count * PAGE).fill((byte) round);
        }
        if (first + count < pages) {
            g.local(NEXT_PAGE, first + count);
            return;
        }
        g.local(NEXT_PAGE, 0);
        g.local(COUNT, round);
        if (round == settings.warmUps()) {
            g.resumeAt(START);
        } else if (round == settings.warmUps() + settings.rounds()) {
            g.resumeAt(END);
        }
        g.request(SystemCalls.CHECKPOINT, 0, 0, 0, 0);
    }

    private void say(Guest g) {
        Memory memory = g.memory();
        long micros = (memory.getLong(END_TIME) - memory.getLong(START_TIME)) * 1_000_000
                + memory.getLong(END_TIME + Long.BYTES)
                - memory.getLong(START_TIME + Long.BYTES);
        byte[] line = ("rounds=" + settings.rounds() + " micros=" + micros + "\n").getBytes(StandardCharsets.US_ASCII);
        memory.put(LINE, line, 0, line.length);
        g.local(LENGTH, line.length);
        g.resumeAt(SAID);
        g.request(SystemCalls.WRITE, 1, LINE, line.length, 0);
    }

    private void said(Guest g) {
        if (g.result() < 0 && g.result() != -Errno.EINTR) {
            g.exit(1);
            return;
        }
        long done = g.local(DONE) + Math.max(0, g.result());
        g.local(DONE, done);
        if (done < g.local(LENGTH)) {
            g.request(SystemCalls.WRITE, 1, LINE + done, g.local(LENGTH) - done, 0);
        } else {
            g.exit(isWhole(g) ? 0 : 1);
        }
    }

    /// Whether the first and the last byte of each page are the last round's.
    private boolean isWhole(Guest g) {
        byte last = (byte) g.local(COUNT);
        for (long page = 0; page < pages; page++) {
            MemorySegment bytes = g.memory().readable(FILLED + page * PAGE, PAGE);
            if (bytes.get(ValueLayout.JAVA_BYTE, 0) != last || bytes.get(ValueLayout.JAVA_BYTE, PAGE - 1L) != last) {
                return false;
            }
        }
        return true;
    }
}
