package org.failuretransparency.theory.simulator;

import java.util.List;
import java.util.SplittableRandom;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.Source;
import org.failuretransparency.theory.protocol.Protocol;

/// Random scripts and their runs, for tests.
final class Runs {

    private Runs() {}

    /// A script of one to five processes, from very short to a few hundred events.
    static Computation script(long seed, int mostEvents) {
        SplittableRandom random = new SplittableRandom(seed);
        return Scripts.random(1 + random.nextInt(5), 1 + random.nextInt(mostEvents), random);
    }

    /// The script with a choice made in every third of its visible events, as Corollary 1 has it.
    static Computation withVisibleChoices(Computation script, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Event> events = script.events().stream()
                .map(event ->
                        event.type().equals(EventType.VISIBLE) && random.nextInt(3) == 0 ? choosing(event) : event)
                .toList();
        return new Computation(script.processes(), events);
    }

    private static Event choosing(Event event) {
        return Event.of(event.process(), event.index(), new EventType(event.kind(), Source.CHOICE));
    }

    static Computation run(Computation script, Protocol protocol) {
        Computation.Builder computation = Computation.of(script.processes().toArray(String[]::new));
        Simulator.run(script, protocol, computation);
        return computation.build();
    }

    static Counts count(Computation script, Protocol protocol) {
        return Simulator.run(script, protocol, event -> {});
    }
}
