package org.failuretransparency.theory;

/// What this module refuses. Messages say what, where, and what was expected.
public abstract sealed class TheoryException extends RuntimeException
        permits InvalidComputationException,
                MalformedTraceException,
                InvalidMachineException,
                UnknownProtocolException {

    private static final long serialVersionUID = 1L;

    TheoryException(String message) {
        super(message);
    }

    TheoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
