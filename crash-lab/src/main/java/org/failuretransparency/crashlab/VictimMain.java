package org.failuretransparency.crashlab;

import java.nio.file.Path;
import java.util.Optional;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;

/// The main class of a campaign's children: recovers a [Victim], checks that it kept its promises, and has it execute
/// operations until the end of the world.
///
/// It prints `recovered N`, or `broken promise …` and exits with 3.
final class VictimMain {

    static final String NO_POINT = "none";
    static final String RECOVERED = "recovered ";
    static final int BROKEN_PROMISE = 3;

    private VictimMain() {}

    /// Arguments: directory, storage kind, victim's class, crash point or `none`, number of operations to execute at
    /// most.
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Regions regions = Storage.of(StorageKind.of(arguments[1]), directory.resolve("regions"));
        Victim victim = Class.forName(arguments[2])
                .asSubclass(Victim.class)
                .getConstructor()
                .newInstance();
        Optional<CrashPoints> points = Optional.of(arguments[3])
                .filter(name -> !name.equals(NO_POINT))
                .map(name -> new CrashPoints(CrashPoint.of(name)));
        long operations = Long.parseLong(arguments[4]);
        Regions used = points.map(counted -> counted.counting(regions)).orElse(regions);
        try (Progress progress = Progress.in(directory.resolve("progress"));
                Victim.Running running = recover(victim, used, progress)) {
            points.ifPresent(counted -> counted.enter(CrashPoint.Phase.WORK));
            long recovered = running.recovered();
            for (long number = recovered + 1; number <= recovered + operations; number++) {
                progress.started(number);
                long durable = running.execute(number);
                progress.completed(number, durable);
            }
        }
    }

    private static Victim.Running recover(Victim victim, Regions regions, Progress progress) throws Exception {
        Marks before = progress.marks();
        progress.recovering();
        Victim.Running running = victim.recover(regions);
        long recovered = running.recovered();
        if (recovered < before.promised() || recovered > before.started()) {
            System.out.println("broken promise: recovered=" + recovered + ", promised=" + before.promised()
                    + ", started=" + before.started());
            System.exit(BROKEN_PROMISE);
        }
        progress.recovered(recovered);
        System.out.println(RECOVERED + recovered);
        return running;
    }
}
