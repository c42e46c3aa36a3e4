package org.failuretransparency.theory;

/// A description of state machines that cannot be read or run; the message gives file, line and reason.
public final class InvalidMachineException extends TheoryException {

    private static final long serialVersionUID = 1L;

    public InvalidMachineException(String message) {
        super(message);
    }
}
