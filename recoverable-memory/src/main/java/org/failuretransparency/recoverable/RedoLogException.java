package org.failuretransparency.recoverable;

import java.nio.file.Path;

/// A redo log cannot be used: each reason is a class of its own, and says where, what was expected and what was found.
/// Nothing was changed.
public sealed class RedoLogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private RedoLogException(String what, Path log, long offset, String expected, String found) {
        super(what + ": path=" + log + ", offset=" + offset + ", expected=" + expected + ", found=" + found);
    }

    /// Neither status can be read, or a record that checks itself holds what no log holds.
    public static final class Corrupt extends RedoLogException {
        private static final long serialVersionUID = 1L;

        public Corrupt(Path log, long offset, String expected, String found) {
            super("corrupt redo log", log, offset, expected, found);
        }
    }

    /// The log was written by a version of this library that uses another format.
    public static final class UnsupportedVersion extends RedoLogException {
        private static final long serialVersionUID = 1L;

        public UnsupportedVersion(Path log, long offset, String expected, String found) {
            super("unsupported version of redo log", log, offset, expected, found);
        }
    }

    /// The log belongs to another region than the one that it was opened for.
    public static final class ForeignLog extends RedoLogException {
        private static final long serialVersionUID = 1L;

        public ForeignLog(Path log, long offset, String expected, String found) {
            super("redo log of another region", log, offset, expected, found);
        }
    }
}
