package org.failuretransparency.harness.run;

/// A run could not be started or carried on; what was finished is kept.
public final class RunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RunException(String message) {
        super(message);
    }

    public RunException(String message, Throwable cause) {
        super(message + ", cause=" + cause, cause);
    }
}
