package org.failuretransparency.harness.run;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.failuretransparency.harness.results.Metric;

/// The experiment `vistagrams`: requests of one size to a server in another process, which sends them back; so many of
/// them at a time. Client and server share a processor.
///
/// **Source**: §4.6.
final class MessageArm implements ArmWork {

    static final String UDP = "udp";
    static final String BASELINE = "baseline";

    private static final String NAME = "client";
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final int WARM_UPS = 3;
    private static final int MOST_WARM_UPS = 10;
    private static final int BATCH = 64;

    private final int lengthBytes;
    private final int outstanding;
    private final boolean timesRoundTrips;
    private final MessageServerProcess server;
    private final MessageLink link;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Responses that were awaited, and the sum of their numbers less that of the requests', which is 0 if each came
    /// once.
    private long cycles;

    private long imbalance;

    MessageArm(ArmSetup setup, MessageServerProcess server) {
        lengthBytes = setup.rangeBytes();
        outstanding = Math.max(1, setup.outstanding());
        timesRoundTrips = setup.outstanding() == 0;
        this.server = server;
        String address = server.start(setup);
        OneProcessor.stay();
        link = switch (setup.system()) {
            case UDP -> new DatagramLink().connect(address);
            case BASELINE -> NodeLink.baseline().connect(address);
            default ->
                NodeLink.recoverable(setup.storage(), Path.of(setup.directory()), NAME)
                        .connect(address);
        };
    }

    /// Both ends have to be compiled.
    @Override
    public void warmUp(TrialLength length) {
        long nanos = length.minMillis() * NANOS_PER_MILLI;
        WarmUp.untilNoFaster(WARM_UPS, MOST_WARM_UPS, () -> (double) run(nanos) / cycles);
    }

    /// Keeps the requests outstanding for that long, then waits for the rest; returns the nanoseconds.
    private long run(long leastNanos) {
        cycles = 0;
        imbalance = 0;
        long started = System.nanoTime();
        for (int i = 0; i < outstanding; i++) {
            ask();
        }
        while (System.nanoTime() - started < leastNanos) {
            exchange(BATCH);
        }
        for (int i = 0; i < outstanding; i++) {
            imbalance += link.answer();
        }
        return System.nanoTime() - started;
    }

    /// A method of its own, so that the compiler sees one hot loop and nothing else.
    private void exchange(int times) {
        for (int i = 0; i < times; i++) {
            imbalance += link.answer();
            ask();
        }
    }

    private void ask() {
        long number = cycles++;
        imbalance -= number;
        link.ask(lengthBytes, number);
    }

    @Override
    public ArmReply trial(TrialLength length) {
        MessageLink.Totals before = link.totals();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        double nanos = run(length.minMillis() * NANOS_PER_MILLI);
        allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
        // The second question for totals counts as a cycle, of which the first one's answer is the other half.
        MessageLink.Totals totals = link.totals().minus(before);
        double counted = cycles + 1.0;
        Map<String, Double> values = new LinkedHashMap<>();
        if (timesRoundTrips) {
            values.put(Metric.ROUND_TRIP.id(), nanos / NANOS_PER_MICRO / cycles);
        }
        values.put(Metric.THROUGHPUT.id(), cycles * NANOS_PER_SECOND / nanos);
        values.put(Metric.MESSAGES.id(), totals.messages() / counted);
        values.put(Metric.BYTES_COPIED.id(), totals.bytesCopied() / counted);
        values.put(Metric.SYSTEM_CALLS.id(), totals.systemCalls() / counted);
        values.put(Metric.ALLOCATED_BYTES.id(), (double) allocated / cycles);
        return ArmReply.of(values, violations(totals.served() - 1));
    }

    private List<String> violations(long served) {
        return served == cycles && imbalance == 0
                ? List.of()
                : List.of("requests and responses are not the same: requests=" + cycles + ", served=" + served
                        + ", imbalance=" + imbalance);
    }

    @Override
    public void endless(Runnable started) {
        throw new IllegalStateException("processes of this experiment are killed elsewhere");
    }

    @Override
    public void close() {
        link.end();
        server.awaitEnd();
        link.close();
    }
}
