package org.failuretransparency.guest;

/// A load or store touched a page that the program itself protected. It ends the step, which then starts again after
/// the handler of `SIGSEGV`; so a program must let it pass. Each memory has one, without a stack, so that throwing it
/// allocates nothing; where it happened says [Memory#faultAddress()].
public final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Fault() {
        super("fault", null, false, false);
    }
}
