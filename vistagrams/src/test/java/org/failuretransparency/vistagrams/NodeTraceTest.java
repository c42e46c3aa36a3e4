package org.failuretransparency.vistagrams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.checker.CommitInvariant;
import org.failuretransparency.theory.checker.Failures;
import org.failuretransparency.theory.checker.Verdict;
import org.failuretransparency.theory.trace.TraceReader;
import org.failuretransparency.theory.trace.Traces;
import org.failuretransparency.vistagrams.TestNode.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Traces of several nodes, merged, through aborts and restarts.
class NodeTraceTest {

    private static final List<String> NAMES = List.of("client", "server");

    @TempDir
    private Path directory;

    private Path file(int process) {
        return directory.resolve(NAMES.get(process) + ".trace");
    }

    private TestNode open(int process) {
        NodeOptions options = TestNode.small().withTrace(new NodeOptions.TraceFile(file(process), NAMES, process));
        return TestNode.open(Kind.RIO, directory, NAMES.get(process), options);
    }

    @Test
    void tracesOfSeveralNodesAreOneThatTheCheckerAccepts() throws IOException {
        TestNode client = open(0);
        TestNode server = open(1);
        NodeAddress address = server.node.address();
        for (int i = 0; i < 5; i++) {
            long id = client.send(client.node.peer(address, 1), "q" + i);
            server.node.begin();
            Objects.requireNonNull(server.node.receiveRequest(TestNode.SOON));
            server.node.abort();
            server.serve("");
            if (i == 1) {
                server = server.again();
            }
            if (i == 2) {
                client = client.again();
            }
            assertThat(client.response(id)).isEqualTo("q" + i);
            client.node.traceVisible(i);
        }
        client.node.finishTrace();
        server.node.finishTrace();
        client.close();
        server.close();
        try (TraceReader trace = Traces.open(List.of(file(0), file(1)))) {
            CommitInvariant checker =
                    new CommitInvariant(trace.header().processes(), Failures.SEVERAL, CommitInvariant.DEFAULT_KEPT);
            long[] receives = new long[1];
            trace.readInto(event -> {
                receives[0] += event.kind() == EventKind.RECEIVE ? 1 : 0;
                checker.accept(event);
            });
            Verdict verdict = checker.end();
            assertThat(verdict.holds()).as(verdict.words()).isTrue();
            assertThat(receives[0]).isEqualTo(5 + 2 * 5);
        }
    }

    /// What a node would write that sent before it committed: the checker must see it.
    @Test
    void aSendBeforeItsCommitWouldBeRejected() throws IOException {
        try (TestNode client = open(0);
                TestNode server = open(1)) {
            long id = client.send(client.node.peer(server.node.address(), 1), "q");
            server.serve("");
            client.response(id);
            client.node.traceVisible(1);
            client.node.finishTrace();
            server.node.finishTrace();
        }
        List<Event> events = new ArrayList<>();
        CommitInvariant checker = new CommitInvariant(NAMES, Failures.SEVERAL, CommitInvariant.DEFAULT_KEPT);
        try (TraceReader trace = Traces.open(List.of(file(0), file(1)))) {
            trace.readInto(events::add);
        }
        int exchanged = 0;
        for (int i = 0; i + 1 < events.size(); i++) {
            Event commit = events.get(i);
            Event send = events.get(i + 1);
            if (commit.process() == 1 && commit.kind() == EventKind.COMMIT && send.kind() == EventKind.SEND) {
                events.set(i, Event.send(1, commit.index(), send.peer()));
                events.set(i + 1, Event.of(1, send.index(), EventType.COMMIT));
                events.replaceAll(event -> event.kind() == EventKind.RECEIVE && event.process() == 0
                        ? event.withPeer(1, commit.index())
                        : event);
                exchanged++;
            }
        }
        assertThat(exchanged).isEqualTo(1);
        events.forEach(checker::accept);
        assertThat(checker.end().holds()).isFalse();
    }

    @Test
    void sendsComeBehindTheirCommit() throws IOException {
        try (TestNode client = open(0);
                TestNode server = open(1)) {
            client.send(client.node.peer(server.node.address(), 1), "q");
            client.node.finishTrace();
        }
        List<EventKind> kinds = new ArrayList<>();
        try (TraceReader trace = Traces.openUnfinished(List.of(file(0), file(1)))) {
            trace.readInto(event -> kinds.add(event.kind()));
        }
        assertThat(kinds).containsExactly(EventKind.COMMIT, EventKind.SEND);
    }
}
