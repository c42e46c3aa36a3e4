package org.failuretransparency.theory.simulator;

import java.util.random.RandomGenerator;

/// When control messages arrive. They arrive in the order in which they were sent.
@FunctionalInterface
public interface Arrivals {

    /// How many messages arrive at most before the next event of the application, which is one of `process`: `underWay`
    /// are on their way, and those that arrive may set off more.
    int before(int process, int underWay);

    /// All messages, and all that they set off, take until another process executes an event. So a protocol waits
    /// exactly where an event that needs an answer follows immediately, in its process, on what the answer is about.
    static Arrivals prompt() {
        return new Arrivals() {
            private int running;

            @Override
            public int before(int process, int underWay) {
                boolean changes = process != running;
                running = process;
                return changes ? Integer.MAX_VALUE : 0;
            }
        };
    }

    /// Any number of messages arrives before any event.
    static Arrivals random(RandomGenerator random) {
        return (process, underWay) -> random.nextInt(underWay + 1);
    }
}
