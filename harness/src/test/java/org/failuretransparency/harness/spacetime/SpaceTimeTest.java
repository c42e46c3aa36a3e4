package org.failuretransparency.harness.spacetime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.failuretransparency.harness.spacetime.SpaceTime.Message;
import org.failuretransparency.harness.spacetime.SpaceTime.Node;
import org.failuretransparency.harness.spacetime.SpaceTime.State;
import org.failuretransparency.harness.spacetime.SpaceTime.Stretch;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpaceTimeTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void drawsEveryMessageToTheRightAndEveryProcessInOrder(long seed) {
        Computation computation = random(seed);
        SpaceTime diagram = SpaceTime.of(computation.processes(), computation.events(), List.of());
        assertThat(diagram.messages())
                .filteredOn(Message::isWhole)
                .isNotEmpty()
                .allMatch(message -> column(diagram, message.from()) < column(diagram, message.to()));
        assertThat(diagram.stretches())
                .allMatch(stretch -> column(diagram, stretch.from()) < column(diagram, stretch.to()));
    }

    @Test
    void putsCommitsOfOneRoundInOneColumn() {
        SpaceTime diagram = of(DiagramSample.loggedAndCommittedTogether());
        assertThat(diagram.nodes())
                .filteredOn(node -> node.event().type().equals(EventType.COMMIT))
                .hasSize(2)
                .extracting(Node::column)
                .containsOnly(7);
    }

    @Test
    void drawsARoundThatCannotBeOneEventWhereCausalityPutsIt() {
        Computation.Builder computation = Computation.of("p0", "p1");
        computation.add(Event.of(0, 0, EventType.COMMIT).withPeer(Event.NONE, 0));
        computation.message(0, 1, EventType.ORDERED_RECEIVE);
        computation.add(Event.of(1, 1, EventType.COMMIT).withPeer(Event.NONE, 0));
        assertThat(of(computation.build()).nodes()).extracting(Node::column).containsExactly(0, 1, 2, 3);
    }

    @Test
    void marksAsLostWhatACrashTookSinceTheLastCommit() {
        SpaceTime diagram = of(DiagramSample.tossedAndShown());
        assertThat(diagram.nodes())
                .extracting(Node::lost)
                .containsExactly(false, true, true, false, false, true, false);
        assertThat(diagram.stretches())
                .extracting(Stretch::state)
                .containsExactly(State.LOST, State.LOST, State.RUNNING, State.LOST, State.DOWN);
    }

    @Test
    void highlightsTheWitnessAlongLinesAndMessages() {
        Computation computation = DiagramSample.tossedAndShown();
        List<Event> events = computation.events();
        List<Event> witness = List.of(events.get(1), events.get(2), events.get(3), events.get(4));
        SpaceTime diagram = SpaceTime.of(computation.processes(), events, witness);
        assertThat(diagram.nodes())
                .filteredOn(Node::highlighted)
                .extracting(Node::event)
                .isEqualTo(witness);
        assertThat(diagram.messages()).allMatch(Message::highlighted);
        assertThat(diagram.stretches())
                .filteredOn(Stretch::highlighted)
                .extracting(stretch -> events.get(stretch.to()))
                .containsExactly(events.get(2), events.get(4));
    }

    @Test
    void leavesTheEndsOpenOfMessagesThatBeginOrEndElsewhere() {
        List<Event> cut = DiagramSample.tossedAndShown().events().subList(3, 5);
        assertThat(SpaceTime.of(List.of("tosser", "shower"), cut, List.of()).messages())
                .containsExactly(new Message(Links.NONE, 0, false, false));
        assertThat(of(DiagramSample.loggedAndCommittedTogether()).messages())
                .contains(new Message(9, Links.NONE, false, false));
    }

    private static SpaceTime of(Computation computation) {
        return SpaceTime.of(computation.processes(), computation.events(), List.of());
    }

    private static int column(SpaceTime diagram, int node) {
        return diagram.nodes().get(node).column();
    }

    private static Computation random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Computation.Builder computation = Computation.of("p0", "p1", "p2", "p3");
        for (int i = 0; i < 60; i++) {
            int process = random.nextInt(4);
            switch (random.nextInt(3)) {
                case 0 -> computation.then(process, EventType.CHOICE);
                case 1 -> computation.then(process, EventType.VISIBLE);
                default ->
                    computation.message(process, (process + 1 + random.nextInt(3)) % 4, EventType.ORDERED_RECEIVE);
            }
        }
        return computation.build();
    }
}
