package org.failuretransparency.checkpoint;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.theory.protocol.Protocols;

/// How a program is made recoverable.
///
/// @param storage where checkpoints are kept: `rio` survives process kills, a disk OS crashes and power losses too
/// @param checkpoints when they are taken
/// @param beforeCheckpoint called with the program's memory before each checkpoint; what it stores is part of it
/// @param onRecovery called with the program's memory and what recovery did, before the program goes on: the place for
///     checks of its data; what it throws ends the run and leaves the checkpoint as it is
/// @param trace the file that the events of the run go to, for the checker
public record CheckpointOptions(
        StorageKind storage,
        Checkpoints checkpoints,
        Optional<Consumer<Memory>> beforeCheckpoint,
        Optional<RecoveryFunction> onRecovery,
        Optional<Path> trace) {

    /// Called when a process goes on from a checkpoint.
    @FunctionalInterface
    public interface RecoveryFunction {
        void recovered(Memory memory, ProcessRecovery recovery);
    }

    /// On `rio`, with a commit prior to each visible event or send (`cpvs`).
    public static CheckpointOptions defaults() {
        return new CheckpointOptions(
                StorageKind.RIO,
                new Checkpoints.By(Protocols.named("cpvs")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public CheckpointOptions withStorage(StorageKind kind) {
        return new CheckpointOptions(kind, checkpoints, beforeCheckpoint, onRecovery, trace);
    }

    public CheckpointOptions withCheckpoints(Checkpoints when) {
        return new CheckpointOptions(storage, when, beforeCheckpoint, onRecovery, trace);
    }

    public CheckpointOptions withBeforeCheckpoint(Consumer<Memory> function) {
        return new CheckpointOptions(storage, checkpoints, Optional.of(function), onRecovery, trace);
    }

    public CheckpointOptions withOnRecovery(RecoveryFunction function) {
        return new CheckpointOptions(storage, checkpoints, beforeCheckpoint, Optional.of(function), trace);
    }

    public CheckpointOptions withTrace(Path file) {
        return new CheckpointOptions(storage, checkpoints, beforeCheckpoint, onRecovery, Optional.of(file));
    }
}
