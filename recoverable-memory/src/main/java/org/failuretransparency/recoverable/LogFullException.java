package org.failuretransparency.recoverable;

import java.nio.file.Path;

/// A transaction needs more log than there is. It can only be aborted; the memory is sound.
public final class LogFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LogFullException(Path log, long neededBytes, long capacityBytes) {
        super("log is full: path=" + log + ", needed bytes=" + neededBytes + ", capacity=" + capacityBytes);
    }
}
