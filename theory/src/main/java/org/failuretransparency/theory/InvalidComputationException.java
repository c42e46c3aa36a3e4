package org.failuretransparency.theory;

/// Events that no computation can have: a receive without its send, an index twice, a clock that runs backwards.
public final class InvalidComputationException extends TheoryException {

    private static final long serialVersionUID = 1L;

    public InvalidComputationException(String message) {
        super(message);
    }
}
