package org.failuretransparency.harness.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.failuretransparency.crashlab.CrashImages;
import org.failuretransparency.crashlab.Effort;
import org.failuretransparency.crashlab.Oracle;
import org.failuretransparency.crashlab.Recording;
import org.failuretransparency.harness.results.Metric;
import org.failuretransparency.recoverable.RecoverableMemory;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.rvm.RvmMemory;
import org.failuretransparency.rvm.RvmOptions;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaOptions;

/// A process that records transactions, recovers from every crash point of them, crashes each of these recoveries at
/// every step, and recovers again: whether recovery is idempotent (§3.4). Started with the recording stores; argument:
/// the system. Answers with one [ArmReply].
public final class RecoveryCrashes {

    private static final String NAME = "crashed";
    private static final String SEGMENT = "database";
    private static final long MEMORY_BYTES = 4096;
    private static final long LOG_BYTES = 8192;
    private static final int TRANSACTIONS = 4;
    private static final int RANGES = 3;
    private static final Effort EFFORT = new Effort(64, 8, 1);

    private final String system;
    private long cases;

    private RecoveryCrashes(String system) {
        this.system = system;
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        RecoveryCrashes crashes = new RecoveryCrashes(arguments[0]);
        out.println(new ObjectMapper().writeValueAsString(crashes.run()));
    }

    private ArmReply run() {
        try (Recording recording = Recording.on(StorageKind.RIO)) {
            RecoverableMemory memory = create(recording);
            recording.start();
            for (int transaction = 1; transaction <= TRANSACTIONS; transaction++) {
                long number = transaction;
                recording.operation(number, () -> change(memory, number));
            }
            Oracle oracle = image -> {
                cases++;
                try (RecoverableMemory recovered = open(image.regions())) {
                    requirePrefix(recovered, image.completed(), image.started());
                }
            };
            Oracle twice =
                    oracle.alsoInside(regions -> open(regions).close(), trace -> CrashImages.afterKill(trace, EFFORT));
            CrashImages.afterKill(recording.trace(), EFFORT).check(twice);
            return ArmReply.of(Map.of(Metric.CASES.id(), (double) cases), List.of());
        } catch (AssertionError e) {
            return ArmReply.of(Map.of(Metric.CASES.id(), (double) cases), List.of(String.valueOf(e.getMessage())));
        }
    }

    private RecoverableMemory create(Regions regions) {
        return "vista".equals(system)
                ? Vista.create(regions, NAME, new VistaOptions(LOG_BYTES)).createSegment(SEGMENT, MEMORY_BYTES)
                : RvmMemory.create(regions, NAME, MEMORY_BYTES, RvmOptions.defaults());
    }

    private RecoverableMemory open(Regions regions) {
        return "vista".equals(system)
                ? Vista.open(regions, NAME).segment(SEGMENT)
                : RvmMemory.open(regions, NAME, RvmOptions.defaults());
    }

    /// Each transaction writes its number to the same places, so that the memory holds one number only, if it is
    /// consistent.
    private static void change(RecoverableMemory memory, long number) {
        memory.begin();
        for (int range = 0; range < RANGES; range++) {
            memory.putLong(placeOf(range), number);
        }
        memory.commit();
    }

    private static long placeOf(int range) {
        return range * (MEMORY_BYTES / RANGES & -Long.BYTES);
    }

    private static void requirePrefix(RecoverableMemory memory, long completed, long started) {
        long first = memory.getLong(0);
        for (int range = 1; range < RANGES; range++) {
            if (memory.getLong(placeOf(range)) != first) {
                throw new AssertionError("half a transaction: range=" + range + ", expected=" + first + ", found="
                        + memory.getLong(placeOf(range)));
            }
        }
        if (first < completed || first > started) {
            throw new AssertionError(
                    "transactions lost or invented: expected=" + completed + ".." + started + ", found=" + first);
        }
    }
}
