package org.failuretransparency.recoverable;

/// The ways in which a recoverable memory can be called wrongly. None of them changes anything.
public final class Misuse {

    private Misuse() {}

    /// `commit`, `abort`, `setRange` or a put without a transaction.
    public static final class NoTransaction extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        public NoTransaction(String call) {
            super("no transaction: call=" + call + ", expected=begin() before it");
        }
    }

    /// Inside a transaction, `begin` or another call that takes a memory without one.
    public static final class NestedBegin extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        public NestedBegin(String call) {
            super("transaction is open already: call=" + call + ", expected=commit() or abort() before it");
        }
    }

    /// Any call after close.
    public static final class Closed extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        public Closed(String call) {
            super("memory is closed: call=" + call);
        }
    }

    /// Any call but close after a failure that left the memory's state unknown.
    public static final class Failed extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        public Failed(String call, Throwable cause) {
            super("memory failed before: call=" + call + ", expected=close() and open again, which recovers", cause);
        }
    }

    /// A range that is not inside the memory.
    public static final class OutOfRange extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        public OutOfRange(long offset, long lengthBytes, long memoryBytes) {
            super("range outside of memory: offset=" + offset + ", lengthBytes=" + lengthBytes + ", expected within=0.."
                    + memoryBytes);
        }
    }

    /// A declared range of zero or fewer bytes.
    public static final class BadLength extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        public BadLength(long offset, long lengthBytes) {
            super("range is empty: offset=" + offset + ", lengthBytes=" + lengthBytes + ", expected at least=1");
        }
    }
}
