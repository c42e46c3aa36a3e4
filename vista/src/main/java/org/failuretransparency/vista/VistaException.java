package org.failuretransparency.vista;

import java.nio.file.Path;
import java.util.UUID;
import org.failuretransparency.rio.StorageKind;

/// A Vista, a segment or a heap refused something. Each reason is a class of its own; nothing was changed.
public sealed class VistaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private VistaException(String message) {
        super(message);
    }

    /// A field of the log or of a segment is not what was written there.
    public static final class Corrupt extends VistaException {
        private static final long serialVersionUID = 1L;

        public Corrupt(Path path, String field, long offset, long expected, long found) {
            super("corrupt: path=" + path + ", field=" + field + ", offset=" + offset + ", expected="
                    + Long.toHexString(expected) + ", found=" + Long.toHexString(found));
        }
    }

    /// A record of the undo log points outside of the log or of its segment.
    public static final class CorruptRecord extends VistaException {
        private static final long serialVersionUID = 1L;

        public CorruptRecord(Path log, String field, long offset) {
            super("corrupt undo record: path=" + log + ", field=" + field + ", offset=" + offset
                    + ", expected=inside of its log and segment");
        }
    }

    /// The log or a segment was written by a version of this library that uses another format.
    public static final class UnsupportedVersion extends VistaException {
        private static final long serialVersionUID = 1L;

        public UnsupportedVersion(Path path, long offset, int expected, int found) {
            super("unsupported version: path=" + path + ", offset=" + offset + ", expected=" + expected + ", found="
                    + found);
        }
    }

    /// The log was written on a storage of the other sort: on `rio` it lacks what a disk's recovery goes by, and the
    /// reverse.
    public static final class OtherStorage extends VistaException {
        private static final long serialVersionUID = 1L;

        public OtherStorage(Path log, long offset, StorageKind expected, boolean foundForced) {
            super("log of another storage: path=" + log + ", offset=" + offset + ", expected=" + expected.label()
                    + ", found=" + (foundForced ? "one of the disk kinds" : StorageKind.RIO.label()));
        }
    }

    /// Segments are there, but the log that holds their undo records is not; without it they may be half changed.
    public static final class SegmentWithoutLog extends VistaException {
        private static final long serialVersionUID = 1L;

        public SegmentWithoutLog(Path segment, Path log) {
            super("segment without its log: path=" + segment + ", expected log=" + log + ", found=none");
        }
    }

    /// A segment belongs to another log, or the log's table means another segment.
    public static final class ForeignSegment extends VistaException {
        private static final long serialVersionUID = 1L;

        public ForeignSegment(Path segment, String field, UUID expected, UUID found) {
            super("segment of another log: path=" + segment + ", field=" + field + ", expected=" + expected + ", found="
                    + found);
        }
    }

    /// The log names a segment whose file is gone.
    public static final class MissingSegment extends VistaException {
        private static final long serialVersionUID = 1L;

        public MissingSegment(Path log, Path segment) {
            super("segment is missing: path=" + segment + ", named by log=" + log);
        }
    }

    /// A transaction was prepared for two-phase commit and only its coordinator can decide it.
    public static final class InDoubt extends VistaException {
        private static final long serialVersionUID = 1L;

        public InDoubt(Path log, long round) {
            super("transaction is prepared and in doubt: path=" + log + ", round=" + round
                    + ", expected=a decision of its coordinator");
        }
    }

    /// The segment table is full, or there is no segment or heap of that name, or there is one already.
    public static final class BadSegment extends VistaException {
        private static final long serialVersionUID = 1L;

        public BadSegment(Path log, String name, String what) {
            super(what + ": path=" + log + ", segment=" + name);
        }
    }

    /// No free blocks of that size are left in the heap.
    public static final class HeapFull extends VistaException {
        private static final long serialVersionUID = 1L;

        public HeapFull(String heap, long requestedBytes, long largestFreeBytes) {
            super("heap is full: heap=" + heap + ", requested bytes=" + requestedBytes + ", largest free="
                    + largestFreeBytes);
        }
    }

    /// The block is free already, or was freed earlier in this transaction.
    public static final class DoubleFree extends VistaException {
        private static final long serialVersionUID = 1L;

        public DoubleFree(String heap, long pointer) {
            super("block is free already: heap=" + heap + ", pointer=" + pointer);
        }
    }

    /// The pointer is not the start of a block of the heap.
    public static final class NotAllocated extends VistaException {
        private static final long serialVersionUID = 1L;

        public NotAllocated(String heap, long pointer) {
            super("pointer was never allocated: heap=" + heap + ", pointer=" + pointer);
        }
    }
}
