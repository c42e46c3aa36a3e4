package org.failuretransparency.checkpoint;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a process did to a file, as the undo log has it.
enum FileOperation {
    /// Bytes that the file had at the checkpoint were changed or cut off.
    OVERWRITE(1),
    /// The file can have become longer since.
    EXTEND(2),
    /// There was no file of that name.
    CREATE(3),
    /// The file was moved aside.
    UNLINK(4),
    /// The file got another name, whose file was moved aside.
    RENAME(5),
    /// The last descriptor of a file that was moved aside was closed.
    CLOSE(6);

    private final int number;

    FileOperation(int number) {
        this.number = number;
    }

    /// The operation of that number, or null.
    static @Nullable FileOperation of(int number) {
        for (FileOperation operation : values()) {
            if (operation.number == number) {
                return operation;
            }
        }
        return null;
    }

    /// Whether undoing it changes names.
    boolean isOfNames() {
        return this == CREATE || this == UNLINK || this == RENAME;
    }

    int number() {
        return number;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
