package org.failuretransparency.harness.results;

import java.io.IOException;
import java.nio.file.Path;

/// Results could not be read or written. Nothing is concluded from a file that could not be read whole.
public sealed class ResultsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private ResultsException(String message) {
        super(message);
    }

    private ResultsException(String message, Throwable cause) {
        super(message, cause);
    }

    /// There is no run in that folder.
    public static final class NoSuchRun extends ResultsException {
        private static final long serialVersionUID = 1L;

        public NoSuchRun(Path folder, String missing) {
            super("no such run: folder=" + folder + ", missing=" + missing);
        }
    }

    /// A file does not have the form that docs/formats.md gives it. The message starts `file:line: reason`.
    public static final class Malformed extends ResultsException {
        private static final long serialVersionUID = 1L;

        public Malformed(Path file, long line, String reason) {
            super(file + ":" + line + ": " + reason);
        }
    }

    /// The operating system refused to read or write a file.
    public static final class Io extends ResultsException {
        private static final long serialVersionUID = 1L;

        public Io(Path file, IOException cause) {
            super("results not readable or writable: file=" + file + ", reason=" + cause, cause);
        }
    }
}
