package org.failuretransparency.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CausalityTest {

    @Test
    void ordersEventsByProcessesAndMessages() {
        Computation.Builder builder = Computation.of("p", "q");
        builder.then(0, EventType.INTERNAL).then(1, EventType.INTERNAL);
        builder.message(0, 1, EventType.RECEIVE).then(0, EventType.INTERNAL);
        Computation computation = builder.build();
        Causality causality = Causality.of(computation);
        List<Event> events = computation.events();
        assertThat(causality.precedes(events.get(0), events.get(3))).isTrue();
        assertThat(causality.precedes(events.get(1), events.get(3))).isTrue();
        assertThat(causality.precedes(events.get(4), events.get(3))).isFalse();
        assertThat(causality.precedes(events.get(3), events.get(3))).isFalse();
        assertThat(causality.clock(0)).containsExactly(2, -1);
        assertThat(causality.clock(1)).containsExactly(1, 1);
    }

    @Test
    void forgetsWhatACrashUndidWithinTheProcessOnly() {
        Computation.Builder builder = Computation.of("p", "q");
        builder.then(0, EventType.COMMIT).then(0, EventType.CHOICE).message(0, 1, EventType.RECEIVE);
        builder.then(0, EventType.CRASH).then(0, EventType.RECOVER).then(0, EventType.VISIBLE);
        builder.message(0, 1, EventType.RECEIVE);
        Computation computation = builder.build();
        Causality causality = Causality.of(computation);
        Event commit = computation.events().get(0);
        Event choice = computation.events().get(1);
        Event visible = computation.events().get(6);
        Event lastReceive = computation.events().get(8);
        assertThat(causality.precedes(commit, visible)).isTrue();
        assertThat(causality.precedes(choice, visible)).isFalse();
        assertThat(causality.precedes(choice, lastReceive)).isTrue();
    }

    @Test
    void agreesWithAGraphSearchOnRandomComputations() {
        for (long seed = 0; seed < 3_000; seed++) {
            Computation computation = RandomComputations.of(seed, true, 40);
            Causality causality = Causality.of(computation);
            CausalGraph graph = new CausalGraph(computation, true);
            List<Event> events = computation.events();
            for (int second = 0; second < events.size(); second++) {
                for (int first = 0; first < events.size(); first++) {
                    assertThat(causality.precedes(events.get(first), events.get(second)))
                            .as("seed=%d, first=%d, second=%d", seed, first, second)
                            .isEqualTo(graph.past(second).get(first));
                }
            }
        }
    }

    @Test
    void refusesWhatIsNoComputation() {
        Causality causality = new Causality(2);
        assertThatThrownBy(() -> causality.accept(Event.receive(1, 0, EventType.RECEIVE, 0, 0)))
                .isInstanceOf(InvalidComputationException.class)
                .hasMessage("receive without its send: process=1, index=0, sender=0, sendIndex=0, sender's next=0");
        Event event = Event.of(0, 0, EventType.INTERNAL);
        assertThatThrownBy(() -> causality.precedes(event, event))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("only causality of a whole computation knows its past events");
    }
}
