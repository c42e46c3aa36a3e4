package org.failuretransparency.checkpoint;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.GuestException;
import org.failuretransparency.guest.HostKernel;
import org.failuretransparency.guest.HostSignalSource;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Program;
import org.failuretransparency.os.HostSignals;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.vista.PageTracker;

/// Runs a program so that it survives crashes: fast checkpoints of the whole process, memory, registers and what the
/// kernel knows of it.
/// ```java
/// int status = PlainRunner.run(program);                                        // without recovery
/// int status = DiscountChecking.run(program, file, CheckpointOptions.defaults()); // with it
/// ```
/// Called again after a crash, it goes on from the last checkpoint, and neither the program nor who watches it notices
/// more than a pause. A program that exits removes its checkpoint. Whatever else ends it (a signal that it does not
/// handle, an exception, `kill -9`) leaves the checkpoint, and the next call goes on from there.
///
/// **Survives**: what [CheckpointOptions#storage] survives.
///
/// **Threads**: one, which opened it.
///
/// **Throws**: [CheckpointException] and the exceptions of its files when the process cannot be restored;
/// [GuestException] when the program breaks the contract of a guest.
///
/// **Source**: §5.3; `dc_init`.
public final class DiscountChecking implements AutoCloseable {

    private final CheckpointFiles files;
    private final StopPoints points;
    private final CheckpointStore store;
    private final CheckpointedMemory memory;
    private final PageTracker context;
    private final HostKernel host;
    private final HeldProcess process;
    private final Commits commits;
    private final WaitCheckpoints waits;
    private final Optional<Consumer<Memory>> beforeCheckpoint;
    private final Optional<ProcessRecovery> recovery;
    private final EventTrace trace;
    private final CheckpointStatistics statistics = new CheckpointStatistics();

    /// Makes the process in the files, or goes on with the one that they hold. The host kernel is closed with it.
    private DiscountChecking(Program program, CheckpointFiles files, CheckpointOptions options, HostKernel host) {
        long startNanos = System.nanoTime();
        this.files = files;
        this.points = files.fileLog().points();
        this.store = files.store();
        this.memory = new CheckpointedMemory(program.space(), store);
        this.context = new PageTracker(store.context(), ContextLayout.LINE_BYTES);
        this.host = host;
        this.commits = new Commits(options.checkpoints(), files.path(), context, System::nanoTime);
        this.waits = new WaitCheckpoints(commits, this::takeCheckpoint);
        this.beforeCheckpoint = options.beforeCheckpoint();
        RecoverableKernel kernel = new RecoverableKernel(host, context, files.path(), files.fileLog());
        GuestProcess guest = new GuestProcess(program, store, memory, kernel);
        this.process = guest;
        int firstEvent = 0;
        if (files.found()) {
            guest.restore();
            commits.restore();
            firstEvent = (int) store.context().getLong(ContextLayout.EVENT_INDEX);
            ProcessRecovery found = new ProcessRecovery(
                    checkpoint(), files.recoveredBytes(), files.nanos() + System.nanoTime() - startNanos);
            this.recovery = Optional.of(found);
            options.onRecovery().ifPresent(function -> function.recovered(memory, found));
        } else {
            guest.start();
            this.recovery = Optional.empty();
        }
        this.trace = EventTrace.open(options.trace(), program.name(), firstEvent);
        if (!files.found()) {
            try {
                commit();
                files.complete(program);
            } catch (RuntimeException e) {
                trace.close();
                throw e;
            }
        }
        if (commits.timed()) {
            host.add(waits);
        }
    }

    /// Runs a program on this JVM's standard input and output, with its `SIGINT`, `SIGTERM`, `SIGHUP` and `SIGWINCH`;
    /// or goes on with it, if `checkpointFile` is there. Returns its exit status, or
    /// [org.failuretransparency.guest.Signals#STATUS_BASE] and the number of the signal that ended it.
    public static int run(Program program, Path checkpointFile, CheckpointOptions options) {
        try (HostSignals signals = HostSignals.collect("INT", "TERM", "HUP", "WINCH");
                DiscountChecking process = open(program, checkpointFile, options, Descriptors.standard())) {
            process.host.add(new HostSignalSource(signals, process.host.signals()));
            return process.run();
        }
    }

    /// Opens a process, ready to run or to go on, with these descriptors, which are its own from now on.
    public static DiscountChecking open(
            Program program, Path checkpointFile, CheckpointOptions options, Descriptors descriptors) {
        Path file = checkpointFile.toAbsolutePath();
        Path directory = file.getParent();
        Path fileName = file.getFileName();
        if (directory == null || fileName == null) {
            throw new IllegalArgumentException("not a file's name: checkpointFile=" + checkpointFile);
        }
        return open(
                program,
                Storage.of(options.storage(), directory),
                fileName.toString(),
                options,
                descriptors,
                StopPoints.NONE);
    }

    static DiscountChecking open(
            Program program,
            Regions regions,
            String name,
            CheckpointOptions options,
            Descriptors descriptors,
            StopPoints points) {
        HostKernel host = new HostKernel(program, descriptors, System::nanoTime);
        try {
            Commits.requireSupported(options.checkpoints(), regions.pathOf(name));
            CheckpointFiles files = CheckpointFiles.open(regions, name, program, points);
            try {
                return new DiscountChecking(program, files, options, host);
            } catch (RuntimeException e) {
                files.close();
                throw e;
            }
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
    }

    /// Whether this went on with a process, and what that took.
    public Optional<ProcessRecovery> recovery() {
        return recovery;
    }

    public CheckpointStatistics statistics() {
        return statistics;
    }

    /// Runs the process until it ends; returns its exit status. A process that exited has no checkpoint any more.
    public int run() {
        while (true) {
            switch (process.resume()) {
                case YIELD -> betweenSteps();
                case CALL -> call();
                case SIGNAL -> signal();
                case CHECKPOINT -> {
                    process.perform();
                    takeCheckpoint();
                }
                case EXITED -> {
                    commitForRoom();
                    process.exit();
                    commit();
                    // A trace is finished last: whoever goes on with a checkpoint goes on with its trace.
                    files.remove();
                    trace.finish();
                    return process.status();
                }
                case KILLED -> {
                    return process.status();
                }
            }
        }
    }

    private void betweenSteps() {
        if (commits.due() || store.isNearlyFull()) {
            takeCheckpoint();
        }
    }

    private void call() {
        EventType type = Commits.alone(process.event());
        int index = trace.nextIndex();
        if (commits.before(type, index)) {
            takeCheckpoint();
        }
        commitForRoom();
        if (type.kind() == EventKind.VISIBLE) {
            trace.add(type);
            perform();
        } else {
            perform();
            trace.add(type);
        }
        if (commits.after(type, index)) {
            takeCheckpoint();
        }
        betweenSteps();
    }

    private void perform() {
        waits.callBegins();
        process.perform();
        waits.callEnds();
    }

    private void commitForRoom() {
        while (process.needsCheckpoint()) {
            takeCheckpoint();
        }
    }

    private void signal() {
        int index = trace.nextIndex();
        if (commits.before(EventType.SIGNAL, index)) {
            takeCheckpoint();
        }
        process.deliver();
        trace.add(EventType.SIGNAL);
        if (commits.after(EventType.SIGNAL, index)) {
            takeCheckpoint();
        }
    }

    private void takeCheckpoint() {
        statistics.taken(commit());
    }

    /// Takes a checkpoint; returns the bytes of its interval's log.
    /// 1. What is part of it and not there yet is stored: registers, timer, the protocol's memory, its number.
    /// 2. The store commits: the commit point.
    /// 3. What waited for it is done, such as the removal of files.
    private long commit() {
        if (beforeCheckpoint.isPresent()) {
            beforeCheckpoint.get().accept(memory);
        }
        process.capture();
        commits.capture(trace.nextIndex() - 1);
        context.putLong(ContextLayout.EVENT_INDEX, trace.nextIndex() + 1L);
        context.putLong(ContextLayout.CHECKPOINT, checkpoint() + 1);
        long logBytes = store.loggedBytes();
        points.reached("commit");
        store.commit(process.stackPointer());
        points.reached("after commit");
        trace.add(EventType.COMMIT);
        commits.committed();
        process.committed();
        return logBytes;
    }

    /// The number of the last checkpoint.
    private long checkpoint() {
        return store.context().getLong(ContextLayout.CHECKPOINT);
    }

    /// Lets the process go: what it did since its last checkpoint is rolled back, and the next one who opens it goes on
    /// from there. Does nothing if it was closed before.
    @Override
    public void close() {
        try (host;
                files) {
            trace.close();
        }
    }
}
