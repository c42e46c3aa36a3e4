package org.failuretransparency.harness.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import org.failuretransparency.rvm.RvmLogBrowser;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ft rvm`: looks into the files of the RVM baseline.
@Command(name = "rvm", description = "Looks into files of the RVM baseline.", mixinStandardHelpOptions = true)
public final class RvmCommand implements Runnable {

    private static final int RANGES_SHOWN = 4;

    @Spec
    private CommandSpec spec;

    /// Without a subcommand: its help.
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// `ft rvm log FILE`.
    @Command(
            name = "log",
            description = "Prints the records of a redo log as the next recovery would replay them; changes nothing.",
            mixinStandardHelpOptions = true)
    int log(
            @Parameters(paramLabel = "FILE", description = "The log: NAME.log.") Path file,
            @Option(
                            names = "--last",
                            paramLabel = "N",
                            defaultValue = "1000",
                            description = "Only the last N records (default: 1000).")
                    int last) {
        PrintWriter out = spec.commandLine().getOut();
        Deque<RvmLogBrowser.LogRecord> shown = new ArrayDeque<>();
        try (RvmLogBrowser browser = RvmLogBrowser.open(file)) {
            out.println(browser.status());
            out.printf("%12s %10s %10s %12s  %s%n", "offset", "bytes", "generation", "sequence", "ranges");
            long records = 0;
            for (var record = browser.next(); record.isPresent(); record = browser.next()) {
                records++;
                shown.add(record.get());
                if (shown.size() > last) {
                    shown.removeFirst();
                }
            }
            shown.forEach(record -> print(record, out));
            out.printf("%d records, then: %s%n", records, browser.stop());
        }
        out.flush();
        return ExitCode.OK;
    }

    private static void print(RvmLogBrowser.LogRecord record, PrintWriter out) {
        String ranges = record.ranges().stream()
                .limit(RANGES_SHOWN)
                .map(range -> range.offset() + "+" + range.lengthBytes())
                .collect(Collectors.joining(" "));
        int more = record.ranges().size() - RANGES_SHOWN;
        out.printf(
                "%12d %10d %10d %12d  %s%s%n",
                record.offset(),
                record.lengthBytes(),
                record.generation(),
                record.sequence(),
                ranges,
                more > 0 ? " and " + more + " more" : "");
    }
}
