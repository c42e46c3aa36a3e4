package org.failuretransparency.harness.run;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/// Tells how far a run is: one line that is rewritten, with a bar and the time left, on a terminal; elsewhere a line a
/// tenth of the way.
final class Progress {

    private static final int BAR_CHARACTERS = 24;
    private static final int PLAIN_LINES = 10;
    private static final int LINE_CHARACTERS = 100;

    private final PrintWriter out;
    private final boolean terminal;
    private final int total;
    private final long startNanos = System.nanoTime();
    private int done;
    private int measured;
    private int plainLines;

    Progress(PrintWriter out, boolean terminal, int total) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
    }

    /// A trial that an earlier run had finished.
    void skipped() {
        done++;
    }

    void finished(String trial) {
        done++;
        measured++;
        int tenth = done * PLAIN_LINES / Math.max(1, total);
        if (terminal) {
            show(trial);
        } else if (tenth > plainLines) {
            plainLines = tenth;
            out.printf("%3d%%  %s left  %s%n", 100 * done / total, left(), trial);
            out.flush();
        }
    }

    /// Something other than a trial that takes a while.
    void doing(String what) {
        if (terminal) {
            show(what);
        }
    }

    /// Removes the bar.
    void end() {
        if (terminal) {
            out.print("\r" + " ".repeat(LINE_CHARACTERS) + "\r");
            out.flush();
        }
    }

    private void show(String what) {
        int filled = BAR_CHARACTERS * done / Math.max(1, total);
        String bar = "█".repeat(filled) + "░".repeat(BAR_CHARACTERS - filled);
        String line =
                String.format(Locale.ROOT, "%s %3d%% %s left  %s", bar, 100 * done / Math.max(1, total), left(), what);
        String cut = line.length() > LINE_CHARACTERS ? line.substring(0, LINE_CHARACTERS) : line;
        out.print("\r" + cut + " ".repeat(LINE_CHARACTERS - cut.length()));
        out.flush();
    }

    /// As long a trial as the ones so far, for each of those that are missing.
    private String left() {
        if (measured == 0) {
            return "  ?  ";
        }
        long elapsed = System.nanoTime() - startNanos;
        Duration left = Duration.ofNanos(elapsed / measured * (total - done));
        return String.format(Locale.ROOT, "%2d:%02d", left.toMinutes(), left.toSecondsPart());
    }
}
