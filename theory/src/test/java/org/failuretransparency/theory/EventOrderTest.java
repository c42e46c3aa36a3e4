package org.failuretransparency.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// Streams that are no computations, each with its words.
final class EventOrderTest {

    private final EventOrder order = new EventOrder(3, true);

    private void take(Event... events) {
        for (Event event : events) {
            order.next(event);
        }
    }

    private void refuses(Event event, String message) {
        assertThatThrownBy(() -> order.next(event))
                .isInstanceOf(InvalidComputationException.class)
                .hasMessage(message);
    }

    private static Event internal(int process, int index) {
        return Event.of(process, index, EventType.INTERNAL);
    }

    private static Event receive(int process, int index, int sender, int sendIndex) {
        return Event.receive(process, index, EventType.RECEIVE, sender, sendIndex);
    }

    @Test
    void refusesAReceiveWithoutItsSend() {
        take(internal(0, 0));
        refuses(
                receive(1, 0, 0, 1),
                "receive without its send: process=1, index=0, sender=0, sendIndex=1, sender's next=1");
        refuses(receive(1, 0, 0, 0), "receive of an event that is no send: process=1, index=0, sender=0, sendIndex=0");
    }

    @Test
    void refusesAReceiveByTheWrongProcess() {
        take(Event.send(0, 0, 1));
        refuses(
                receive(2, 0, 0, 0),
                "receive by the wrong process: process=2, index=0, sender=0, sendIndex=0, receiver=1");
    }

    @Test
    void refusesAMessageThatIsReceivedTwice() {
        take(Event.send(0, 0, 1), receive(1, 0, 0, 0));
        refuses(receive(1, 1, 0, 0), "message received twice: process=1, index=1, sender=0, sendIndex=0");
    }

    @Test
    void takesAMessageAgainAfterACrashThatLostItsReceiveOnly() {
        take(Event.send(0, 0, 1), Event.send(0, 1, 1));
        take(receive(1, 0, 0, 0), Event.of(1, 1, EventType.COMMIT), receive(1, 2, 0, 1));
        take(Event.of(1, 3, EventType.CRASH), Event.of(1, 4, EventType.RECOVER), receive(1, 5, 0, 1));
        refuses(receive(1, 6, 0, 0), "message received twice: process=1, index=6, sender=0, sendIndex=0");
    }

    @Test
    void refusesAnIndexThatWasUsedAndOneThatIsTooLarge() {
        take(internal(0, 0), internal(0, 1));
        refuses(internal(0, 1), "index used twice: process=0, index=1, expected=2");
        refuses(internal(0, 5), "events missing: process=0, index=5, expected=2");
    }

    @Test
    void refusesAClockThatRunsBackwards() {
        take(internal(0, 0).withTimeNanos(50), internal(0, 1), internal(1, 0).withTimeNanos(10));
        refuses(internal(0, 2).withTimeNanos(49), "clock runs backwards: process=0, index=2, timeNanos=49, before=50");
    }

    @Test
    void letsAClockBeginAnewAfterACrash() {
        take(internal(0, 0).withTimeNanos(50), Event.of(0, 1, EventType.CRASH));
        take(Event.of(0, 2, EventType.RECOVER).withTimeNanos(3));
        refuses(internal(0, 3).withTimeNanos(2), "clock runs backwards: process=0, index=3, timeNanos=2, before=3");
    }

    @Test
    void refusesALogOfALaterEvent() {
        take(internal(0, 0));
        take(Event.of(1, 0, EventType.LOG).withPeer(0, 0));
        refuses(
                Event.of(1, 1, EventType.LOG).withPeer(0, 1),
                "log of a later event: process=1, index=1, peer=0, peerIndex=1, next=1");
    }

    @Test
    void refusesASecondCommitOfARound() {
        for (int round = 0; round < 1000; round++) {
            take(Event.of(0, round, EventType.COMMIT).withPeer(Event.NONE, round * 64));
            take(Event.of(1, round, EventType.COMMIT).withPeer(Event.NONE, round * 64));
        }
        refuses(
                Event.of(1, 1000, EventType.COMMIT).withPeer(Event.NONE, 640),
                "second commit of a round: process=1, index=1000, round=640");
    }

    @Test
    void refusesARecoveryWithoutACrashAndEventsBeforeIt() {
        refuses(Event.of(0, 0, EventType.RECOVER), "recovery without a crash: process=0, index=0");
        take(Event.of(0, 0, EventType.CRASH));
        refuses(internal(0, 1), "event of a crashed process: process=0, index=1, kind=INTERNAL");
        refuses(Event.of(0, 1, EventType.CRASH), "event of a crashed process: process=0, index=1, kind=CRASH");
    }

    @Test
    void refusesFieldsThatTheKindDoesNotHave() {
        refuses(internal(3, 0), "no such process: process=3, index=0, processes=3");
        refuses(Event.send(0, 0, 3), "wrong peer: process=0, index=0, kind=SEND, peer=3");
        refuses(Event.send(0, 0, 0), "message to its own sender: process=0, index=0");
        refuses(internal(0, 0).withPeer(1, -1), "wrong peer: process=0, index=0, kind=INTERNAL, peer=1");
        refuses(
                Event.of(0, 0, EventType.VISIBLE).withPeer(-1, 4),
                "wrong peer index: process=0, index=0, kind=VISIBLE, peerIndex=4");
        refuses(
                Event.of(0, 0, EventType.COMMIT).withPeer(-1, -2),
                "wrong peer index: process=0, index=0, kind=COMMIT, peerIndex=-2");
        refuses(
                new Event(0, 0, EventType.INTERNAL, 32, -1, -1, 0, 0, ""),
                "no such mark: process=0, index=0, marks=32");
        refuses(
                Event.of(0, 0, EventType.CRASH).with(EventMark.COMMITTED),
                "commit in a crash or recovery: process=0, index=0, kind=CRASH");
        assertThatThrownBy(() -> new EventOrder(65, true))
                .isInstanceOf(InvalidComputationException.class)
                .hasMessage("too few or too many processes: processes=65");
    }

    @Test
    void givesASlotAgainWhenTheReceiverCommitted() {
        int slot = order.next(Event.send(0, 0, 1));
        assertThat(order.next(Event.send(0, 1, 1))).isNotEqualTo(slot);
        assertThat(order.next(receive(1, 0, 0, 0))).isEqualTo(slot);
        take(Event.of(1, 1, EventType.COMMIT));
        assertThat(order.next(Event.send(0, 2, 1))).isEqualTo(slot);
        assertThat(order.lastCommit(1)).isEqualTo(1);
        assertThat(order.events()).isEqualTo(5);
    }
}
