package org.failuretransparency.crashlab;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.rio.Stores;

/// Shows that stores to Rio are permanent at once. A child stores ascending numbers into the words of a rio region, in
/// turn, and reports each through a pipe after it was stored, with no sync and no other call between; it is killed by
/// `SIGKILL` while it does so. Every number that was reported must then be in the region, or a later one in its place.
///
/// **Threads**: one.
///
/// **Source**: §1.4.
public final class RioKills {

    static final String NAME = "kills";
    static final RegionType TYPE = RegionType.database("RIOKILLS");
    static final int WORDS = 1 << 16;
    private static final int MAX_REPORTS = 5000;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private RioKills() {}

    /// What a campaign found.
    ///
    /// @param kills children killed, each of them while it stored
    /// @param reportedStores stores that were reported before the kills
    /// @param lostStores of these, missing afterwards
    public record Outcome(int kills, long reportedStores, long lostStores) {}

    /// Kills `kills` children, one after another, that store into a rio region in `directory`.
    public static Outcome run(Path directory, int kills, SplittableRandom random) {
        Storage storage = Storage.of(StorageKind.RIO, directory);
        if (!storage.exists(NAME)) {
            storage.create(NAME, TYPE, (long) WORDS * Long.BYTES).close();
        }
        long reported = 0;
        long lost = 0;
        for (int kill = 0; kill < kills; kill++) {
            long first = newest(storage) + 1;
            long last = killAfter(directory, first, random.nextInt(1, MAX_REPORTS));
            reported += last - first + 1;
            lost += missing(storage, first, last);
        }
        return new Outcome(kills, reported, lost);
    }

    /// Number of reported stores that were lost by `kills` kills; 0 shows the claim.
    public static long lostStores(Path directory, int kills, SplittableRandom random) {
        return run(directory, kills, random).lostStores();
    }

    /// Starts a child that stores from `first` on, kills it after `reports` reports, and returns the last number that
    /// it reported.
    private static long killAfter(Path directory, long first, int reports) {
        try (ChildJvm child =
                ChildJvm.start(directory, List.of(), RioKills.class, directory.toString(), Long.toString(first))) {
            long last = 0;
            for (int report = 0; report < reports; report++) {
                last = Long.parseLong(child.nextLine(TIMEOUT).orElseThrow());
            }
            child.kill(TIMEOUT);
            // What the child had written into the pipe when it died counts as reported; its last line may be cut short.
            for (Optional<String> line = child.nextLine(TIMEOUT); line.isPresent(); line = child.nextLine(TIMEOUT)) {
                long number = Long.parseLong(line.get());
                last = number == last + 1 ? number : last;
            }
            return last;
        }
    }

    private static long newest(Storage storage) {
        try (Region region = storage.open(NAME, TYPE)) {
            long newest = 0;
            for (int word = 0; word < WORDS; word++) {
                newest = Math.max(newest, word(region, word));
            }
            return newest;
        }
    }

    /// Counts the numbers from `first` to `last` that are not in their words, where a later one may have replaced them.
    static long missing(Storage storage, long first, long last) {
        try (Region region = storage.open(NAME, TYPE)) {
            long missing = 0;
            for (long number = first; number <= last; number++) {
                missing += word(region, number % WORDS) >= number ? 0 : 1;
            }
            return missing;
        }
    }

    private static long word(Region region, long index) {
        return region.segment().getAtIndex(ValueLayout.JAVA_LONG, index);
    }

    /// The child: stores and reports until it is killed. Arguments: directory, first number.
    public static void main(String[] arguments) throws IOException {
        Storage storage = Storage.of(StorageKind.RIO, Path.of(arguments[0]));
        // Unbuffered, so that a report is in the pipe when the next store begins.
        OutputStream pipe = new FileOutputStream(FileDescriptor.out);
        Region region = storage.open(NAME, TYPE);
        long base = region.segment().address();
        for (long number = Long.parseLong(arguments[1]); ; number++) {
            Stores.STORES.publish(base + number % WORDS * Long.BYTES, number);
            pipe.write((number + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
