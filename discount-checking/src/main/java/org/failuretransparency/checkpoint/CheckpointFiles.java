package org.failuretransparency.checkpoint;

import java.nio.file.Path;
import java.util.List;
import org.failuretransparency.guest.Program;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.Regions;
import org.jspecify.annotations.Nullable;

/// The files of a checkpoint: the manifest, which the user names, and behind its name the store's.
/// ```
/// open ─→ found      the manifest is there: everything is
///      └→ not found  a new store; complete → the manifest is there
/// remove             the manifest goes first
/// ```
/// Without a manifest, files of these names are what a crash left of a checkpoint that was not whole yet or not any
/// more, and they are removed.
///
/// **Throws**: [CheckpointException], [org.failuretransparency.rio.RegionException] (`InUse`: the process runs),
/// [org.failuretransparency.vista.VistaException], [org.failuretransparency.recoverable.RedoLogException].
final class CheckpointFiles implements AutoCloseable {

    private static final String PROCESS = ".process";
    private static final String FILES = ".files";

    /// What the files are called behind the manifest's name.
    private static final List<String> SUFFIXES = List.of(
            PROCESS + ".vista",
            PROCESS + ".memory",
            PROCESS + ".memory.heap",
            PROCESS + ".context",
            PROCESS + ".image",
            PROCESS + ".redo",
            FILES);

    private final Regions regions;
    private final String name;
    private final CheckpointStore store;
    private final FileUndoLog fileLog;
    private final boolean found;
    private final long recoveredBytes;
    private final long nanos;
    private @Nullable Region manifest;

    private CheckpointFiles(
            Regions regions,
            String name,
            CheckpointStore store,
            FileUndoLog fileLog,
            @Nullable Region manifest,
            long recoveredBytes,
            long nanos) {
        this.regions = regions;
        this.name = name;
        this.store = store;
        this.fileLog = fileLog;
        this.manifest = manifest;
        this.found = manifest != null;
        this.recoveredBytes = recoveredBytes;
        this.nanos = nanos;
    }

    static CheckpointFiles open(Regions regions, String name, Program program, StopPoints points) {
        return regions.exists(name) ? find(regions, name, program, points) : create(regions, name, program, points);
    }

    private static CheckpointFiles create(Regions regions, String name, Program program, StopPoints points) {
        SUFFIXES.forEach(suffix -> deleteIfThere(regions, name + suffix));
        CheckpointStore store = regions.kind().forces()
                ? DiskStore.create(regions, name + PROCESS, program.space())
                : RioStore.create(regions, name + PROCESS, program.space());
        try {
            FileUndoLog fileLog = FileUndoLog.create(regions, name + FILES, points);
            return new CheckpointFiles(regions, name, store, fileLog, null, 0, 0);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /// Looks at each file before one is changed: the file log is opened when the store has been.
    private static CheckpointFiles find(Regions regions, String name, Program program, StopPoints points) {
        long startNanos = System.nanoTime();
        Region manifest = Manifest.open(regions, name, program);
        try {
            FileUndoLog.requireOf(manifest, regions, name + FILES);
            if (regions.kind().forces()) {
                DiskStore store = DiskStore.open(regions, name + PROCESS, program.space());
                return find(regions, name, points, manifest, store, store.recoveredBytes(), startNanos);
            }
            RioStore store = RioStore.open(regions, name + PROCESS, program.space());
            return find(regions, name, points, manifest, store, store.recovery().bytes(), startNanos);
        } catch (RuntimeException e) {
            manifest.close();
            throw e;
        }
    }

    private static CheckpointFiles find(
            Regions regions,
            String name,
            StopPoints points,
            Region manifest,
            CheckpointStore store,
            long recoveredBytes,
            long startNanos) {
        try {
            FileUndoLog fileLog = FileUndoLog.open(regions, name + FILES, points);
            return new CheckpointFiles(
                    regions, name, store, fileLog, manifest, recoveredBytes, System.nanoTime() - startNanos);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static void deleteIfThere(Regions regions, String region) {
        if (regions.exists(region)) {
            regions.delete(region);
        }
    }

    CheckpointStore store() {
        return store;
    }

    /// Whether there was a checkpoint.
    boolean found() {
        return found;
    }

    /// Bytes of the log that opening read to restore memory and context.
    long recoveredBytes() {
        return recoveredBytes;
    }

    /// Time that opening took, if there was a checkpoint.
    long nanos() {
        return nanos;
    }

    /// The file that the user named.
    Path path() {
        return regions.pathOf(name);
    }

    /// The undo log of file operations.
    FileUndoLog fileLog() {
        return fileLog;
    }

    /// Makes the manifest: the first checkpoint is in the store.
    void complete(Program program) {
        manifest = Manifest.create(regions, name, program, fileLog.id());
    }

    /// Removes the checkpoint.
    void remove() {
        close();
        regions.delete(name);
        SUFFIXES.forEach(suffix -> deleteIfThere(regions, name + suffix));
    }

    @Override
    public void close() {
        store.close();
        fileLog.close();
        if (manifest != null) {
            manifest.close();
        }
    }
}
