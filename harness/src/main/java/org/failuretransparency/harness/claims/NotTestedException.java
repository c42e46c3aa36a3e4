package org.failuretransparency.harness.claims;

/// A rule cannot judge its claim by this run; the message is the reason. [Judge] turns it into `not-tested`.
final class NotTestedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotTestedException(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
