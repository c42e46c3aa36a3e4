package org.failuretransparency.vistagrams;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Objects;
import org.failuretransparency.vistagrams.TestNode.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A warmed-up request and its response put nothing on the Java heap.
class AllocationTest {

    private static final int CYCLES = 5_000;
    private static final int ROUNDS = 50;

    @TempDir
    private Path directory;

    @Test
    void aCycleAllocatesNothing() {
        try (TestNode client = TestNode.open(Kind.RIO, directory, "client");
                TestNode server = TestNode.open(Kind.RIO, directory, "server");
                Arena arena = Arena.ofConfined()) {
            Peer peer = client.peerOf(server);
            MemorySegment message = arena.allocate(2000);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS && allocated > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < CYCLES; i++) {
                    cycle(client, server, peer, message, i % 2000);
                }
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
            }
            assertThat(allocated).isZero();
        }
    }

    private static void cycle(TestNode client, TestNode server, Peer peer, MemorySegment message, int size) {
        client.node.begin();
        client.words().addLong(0, 1);
        long id = client.node.sendRequest(peer, message, 0, size);
        client.node.commit();
        server.node.begin();
        Request request = Objects.requireNonNull(server.node.receiveRequest(TestNode.SOON));
        server.words().addLong(0, 1);
        server.node.sendResponse(request.ticket(), request);
        server.node.commit();
        client.node.begin();
        Response response = Objects.requireNonNull(client.node.receiveResponse(id, TestNode.SOON));
        response.copyTo(message, 0);
        if (response.lengthBytes() != size) {
            throw new AssertionError("another response");
        }
        client.node.commit();
    }
}
