package org.failuretransparency.harness.environment;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How and when a run was started.
///
/// @param command what was typed after `ft`, e.g. `run synthetic --profile smoke`; of a run that was resumed by another
///     command, both, with `; ` between them
/// @param profile `smoke`, `standard` or `full`; empty where none applies
/// @param storages the storages that the run used, e.g. `rio`, `disk`
/// @param startedAt UTC, ISO 8601
/// @param endedAt UTC, ISO 8601; null while it runs and where it was interrupted
public record Invocation(
        String command,
        String profile,
        List<String> storages,
        String startedAt,
        @Nullable String endedAt) {

    public Invocation {
        storages = List.copyOf(storages);
    }

    /// A run that starts now.
    public static Invocation starting(List<String> arguments, String profile, List<String> storages) {
        return new Invocation(String.join(" ", arguments), profile, storages, now(), null);
    }

    /// The same run, which goes on with an earlier one's results.
    public Invocation resuming(Invocation earlier) {
        String both = earlier.command.equals(command) ? command : earlier.command + "; " + command;
        return new Invocation(both, profile, storages, earlier.startedAt, endedAt);
    }

    /// The same run, which ends now.
    public Invocation ended() {
        return new Invocation(command, profile, storages, startedAt, now());
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
