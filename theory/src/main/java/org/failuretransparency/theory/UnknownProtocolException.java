package org.failuretransparency.theory;

/// A name that no protocol has.
public final class UnknownProtocolException extends TheoryException {

    private static final long serialVersionUID = 1L;

    public UnknownProtocolException(String message) {
        super(message);
    }
}
