package org.failuretransparency.theory;

/// A trace that cannot be read whole; the message gives file, line or byte, and reason.
public final class MalformedTraceException extends TheoryException {

    private static final long serialVersionUID = 1L;

    public MalformedTraceException(String message) {
        super(message);
    }

    public MalformedTraceException(String message, Throwable cause) {
        super(message, cause);
    }
}
