package org.failuretransparency.checkpoint;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.failuretransparency.crashlab.CrashPoint;
import org.failuretransparency.crashlab.CrashPoints;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.HostFiles;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.tcp.Duplex;
import org.failuretransparency.os.Processes;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.theory.protocol.Protocols;
import org.failuretransparency.workloads.kernel.Everything;
import org.failuretransparency.workloads.kernel.PseudoTerminal;

/// The main class of the children that are killed: makes a process or goes on with it, and runs it to its end. Its
/// output is appended to the file `out`, its events to `trace`; the file `stage` says what it is doing.
final class ProcessVictim {

    static final String NO_POINT = "none";

    /// Begins the name of a stop point; its number follows.
    static final String STOP = "stop:";

    /// Begins the name of checkpoints that are timed; a number of milliseconds follows.
    static final String EVERY = "every:";

    private ProcessVictim() {}

    /// Arguments: directory, checkpoint's name, storage kind, protocol or `every:MS`, program and rounds
    /// (`counter:100`; `everything:100:PORT:ADDRESS`;
    /// `duplex:BYTES:LOCAL:PEER`), crash point or stop point or `none`. Prints `ended STATUS`. A child whose recovery
    /// did not come to its point dies behind it.
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        StorageKind kind = StorageKind.of(arguments[2]);
        Regions regions = Storage.of(kind, directory);
        Optional<CrashPoints> points = Optional.of(arguments[5])
                .filter(name -> !name.equals(NO_POINT) && !name.startsWith(STOP))
                .map(name -> new CrashPoints(CrashPoint.of(name)));
        Regions used = points.map(counted -> counted.counting(regions)).orElse(regions);
        try (Stage.Word stage = new Stage.Word(directory.resolve("stage"));
                PseudoTerminal terminal = new PseudoTerminal()) {
            CheckpointOptions options = CheckpointOptions.defaults()
                    .withStorage(kind)
                    .withCheckpoints(checkpoints(arguments[3]))
                    .withTrace(directory.resolve("trace"))
                    .withBeforeCheckpoint(_ -> {
                        if (stage.get() == Stage.INTERVAL) {
                            stage.set(Stage.COMMITTING);
                        }
                    });
            stage.set(regions.exists(arguments[1]) ? Stage.RECOVERING : Stage.CREATING);
            Program program = watched(program(directory, arguments[4]), stage);
            try (DiscountChecking process = DiscountChecking.open(
                    program, used, arguments[1], options, descriptors(directory, terminal), stops(arguments[5]))) {
                points.ifPresent(counted -> counted.enter(CrashPoint.Phase.WORK));
                if (arguments[5].startsWith("recovery:")) {
                    Processes.kill(ProcessHandle.current().pid());
                }
                int status = process.run();
                stage.set(Stage.ENDED);
                System.out.println("ended " + status);
            }
        }
    }

    private static Checkpoints checkpoints(String name) {
        return name.startsWith(EVERY)
                ? new Checkpoints.Every(Duration.ofMillis(Long.parseLong(name.substring(EVERY.length()))))
                : new Checkpoints.By(Protocols.named(name));
    }

    private static Program program(Path directory, String name) {
        String[] parts = name.split(":", -1);
        int rounds = Integer.parseInt(parts[1]);
        return switch (parts[0]) {
            case "counter" -> Counter.program(rounds);
            case "lottery" -> Lottery.program(rounds);
            case "everything" ->
                Everything.program(directory, Integer.parseInt(parts[2]), Long.parseLong(parts[3]), rounds);
            case "duplex" ->
                Duplex.program(TcpRecoveryTest.LIMITS, Long.parseLong(parts[2]), Long.parseLong(parts[3]), rounds);
            default -> throw new IllegalArgumentException("no such program: name=" + name);
        };
    }

    /// The program, which says at the start of each step that it runs.
    private static Program watched(Program program, Stage.Word stage) {
        return new Program(
                program.name(),
                program.version(),
                program.space(),
                program.routines().stream()
                        .map(entry -> new Program.Entry(entry.name(), entry.locals(), guest -> {
                            stage.set(Stage.INTERVAL);
                            entry.code().step(guest);
                        }))
                        .toList(),
                program.mainRoutine());
    }

    private static StopPoints stops(String point) {
        if (!point.startsWith(STOP)) {
            return StopPoints.NONE;
        }
        int[] left = {Integer.parseInt(point.substring(STOP.length()))};
        return what -> {
            if (--left[0] == 0) {
                Processes.kill(ProcessHandle.current().pid());
            }
        };
    }

    private static Descriptors descriptors(Path directory, PseudoTerminal terminal) {
        Descriptors descriptors = new Descriptors();
        descriptors.give(1, HostFiles.toAppend(directory.resolve("out")), false);
        descriptors.lend(2, terminal.descriptor());
        return descriptors;
    }
}
