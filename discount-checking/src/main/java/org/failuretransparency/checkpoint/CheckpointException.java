package org.failuretransparency.checkpoint;

import java.nio.file.Path;

/// A process could not be made from its checkpoint. Each reason is a class of its own and says what was expected and
/// what was found. The checkpoint is left as it is, for another try.
///
/// What is wrong with one of its files besides is said by [org.failuretransparency.rio.RegionException],
/// [org.failuretransparency.vista.VistaException] and [org.failuretransparency.recoverable.RedoLogException].
public sealed class CheckpointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private CheckpointException(String what, Path checkpoint, String details) {
        super(what + ": checkpoint=" + checkpoint + ", " + details);
    }

    /// The checkpoint is of a program of another name, or with other memory.
    public static final class OtherProgram extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public OtherProgram(Path checkpoint, String expected, String found) {
            super("checkpoint of another program", checkpoint, "expected " + expected + ", found " + found);
        }
    }

    /// The checkpoint is of another version of the program.
    public static final class OtherVersion extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public OtherVersion(Path checkpoint, String program, long expected, long found) {
            super(
                    "checkpoint of another version",
                    checkpoint,
                    "program=" + program + ", expected version=" + expected + ", found=" + found);
        }
    }

    /// The checkpoint is kept on another kind of storage than was asked for.
    public static final class OtherStorage extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public OtherStorage(Path checkpoint, String expected, String found) {
            super("checkpoint on other storage", checkpoint, "expected=" + expected + ", found=" + found);
        }
    }

    /// What the manifest says is not what was written there.
    public static final class Corrupt extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public Corrupt(Path checkpoint, String field, long expected, long found) {
            super("corrupt checkpoint", checkpoint, "field=" + field + ", expected=" + expected + ", found=" + found);
        }
    }

    /// The checkpoint was taken by a version of this library that uses another format.
    public static final class UnsupportedVersion extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public UnsupportedVersion(Path checkpoint, int expected, int found) {
            super("unsupported version of checkpoint", checkpoint, "expected=" + expected + ", found=" + found);
        }
    }

    /// One of its files belongs to another checkpoint.
    public static final class ForeignFile extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public ForeignFile(Path checkpoint, Path file, long expectedId, long foundId) {
            super(
                    "file of another checkpoint",
                    checkpoint,
                    "file=" + file + ", expected id=" + Long.toHexString(expectedId) + ", found="
                            + Long.toHexString(foundId));
        }
    }

    /// The protocol wants something that this runtime does not do.
    public static final class UnsupportedProtocol extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public UnsupportedProtocol(Path checkpoint, String protocol, String action) {
            super(
                    "protocol needs what a process alone cannot do",
                    checkpoint,
                    "protocol=" + protocol + ", action=" + action);
        }
    }

    /// A file that the process had open cannot be opened any more.
    public static final class FileGone extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public FileGone(Path checkpoint, int fd, String file, String reason) {
            super("open file cannot be restored", checkpoint, "fd=" + fd + ", file=" + file + ", reason=" + reason);
        }
    }

    /// A file that the process had open is shorter than it was at the checkpoint, so that bytes are gone.
    public static final class FileShorter extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public FileShorter(Path checkpoint, int fd, String file, long expectedBytes, long foundBytes) {
            super(
                    "open file is shorter than at the checkpoint",
                    checkpoint,
                    "fd=" + fd + ", file=" + file + ", expected bytes=" + expectedBytes + ", found=" + foundBytes);
        }
    }

    /// Another file has the name of one that the process had open.
    public static final class OtherFile extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public OtherFile(Path checkpoint, int fd, String file) {
            super("another file has the name of an open file", checkpoint, "fd=" + fd + ", file=" + file);
        }
    }

    /// A socket cannot be made or get its address back: the port is taken, for example.
    public static final class SocketTaken extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public SocketTaken(Path checkpoint, int fd, String address, String reason) {
            super("socket cannot be restored", checkpoint, "fd=" + fd + ", address=" + address + ", reason=" + reason);
        }
    }

    /// An operation on files, made since the checkpoint, cannot be undone.
    public static final class NotUndone extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public NotUndone(Path checkpoint, String operation, String file, String reason) {
            super(
                    "file operation cannot be undone",
                    checkpoint,
                    "operation=" + operation + ", file=" + file + ", reason=" + reason);
        }
    }

    /// A file that the process removed before the checkpoint is still there, under its hidden name.
    public static final class NotRemoved extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public NotRemoved(Path checkpoint, String file, String reason) {
            super("removed file is still there", checkpoint, "file=" + file + ", reason=" + reason);
        }
    }

    /// A descriptor has modes of a terminal, and there is no terminal now.
    public static final class TerminalGone extends CheckpointException {
        private static final long serialVersionUID = 1L;

        public TerminalGone(Path checkpoint, int fd, String reason) {
            super("terminal modes cannot be restored", checkpoint, "fd=" + fd + ", reason=" + reason);
        }
    }
}
