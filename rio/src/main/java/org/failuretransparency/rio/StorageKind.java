package org.failuretransparency.rio;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a region's bytes are kept on, and so what they survive.
///
/// | kind | what it is | process kill | OS crash | power loss |
/// | --- | --- | --- | --- | --- |
/// | `rio` | a shared mapping of a file in memory (tmpfs) or in the page cache | yes | only on a DAX/NVDIMM file | only there, with flush |
/// | `disk` | a file, `fdatasync` at each commit point | yes | yes | yes, as far as the device honours flushes |
/// | `disk-1996`, `disk-1998` | `disk`, with the time that the dissertation's drives would take | as `disk` | as `disk` | as `disk` |
public enum StorageKind {
    RIO(null),
    DISK(null),
    DISK_1996("disk-1996"),
    DISK_1998("disk-1998");

    private final @Nullable String drives;

    StorageKind(@Nullable String drives) {
        this.drives = drives;
    }

    /// The name in commands and files: `rio`, `disk`, `disk-1996`, `disk-1998`.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether a commit point has to be forced to a device; on `rio` a store is permanent as it stands.
    public boolean forces() {
        return this != RIO;
    }

    /// The drive model that adds its time to each sync, if there is one.
    Optional<String> drives() {
        return Optional.ofNullable(drives);
    }

    /// Whether times on this storage are partly computed from a drive model and must be labelled so.
    public boolean isModelled() {
        return drives != null;
    }

    /// The kind of that name; an unknown one is refused with the list of those there are.
    public static StorageKind of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such storage: name=" + label + ", known="
                        + Arrays.stream(values()).map(StorageKind::label).collect(Collectors.joining(","))));
    }
}
