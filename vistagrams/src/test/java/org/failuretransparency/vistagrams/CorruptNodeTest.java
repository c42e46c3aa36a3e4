package org.failuretransparency.vistagrams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.failuretransparency.vistagrams.TestNode.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged segments are refused by name and stay as they were.
class CorruptNodeTest {

    /// Where the segment's own bytes start in the file: a region's header of 4096 bytes, then a Vista segment's.
    private static final long DATA = 8192;
    /// Little to read and to write for each byte that is damaged.
    private static final NodeOptions OPTIONS = TestNode.small().withBytes(1 << 16, 1 << 16);

    @TempDir
    private Path directory;

    private Path file;
    private NodeLayout.Areas areas;
    private String other = "";
    private int requestSlot;
    private int responseSlot;

    @BeforeEach
    void leaveMessagesBehind() throws IOException {
        file = directory.resolve("both.node");
        areas = NodeLayout.areas(OPTIONS);
        try (TestNode both = TestNode.open(Kind.RIO, directory, "both", OPTIONS);
                TestNode other = TestNode.open(Kind.RIO, directory, "other")) {
            this.other = other.node.address().toString();
            both.send(both.peerOf(other), "a");
            both.send(both.peerOf(other), "b");
            other.send(other.peerOf(both), "c");
            other.send(other.peerOf(both), "d");
            both.serve("");
            both.receive("d");
        }
        requestSlot = firstSlot(areas.requestHeads(), areas.responseHeads());
        responseSlot = firstSlot(areas.responseHeads(), areas.requestEntries());
    }

    private int firstSlot(long from, long to) throws IOException {
        for (long head = from; head < to; head += 4) {
            int slot = ByteBuffer.wrap(Files.readAllBytes(file), (int) (DATA + head), 4)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getInt()
                    - 1;
            if (slot >= 0) {
                return slot;
            }
        }
        throw new AssertionError("table is empty");
    }

    private long requestEntry(long field) {
        return areas.requestEntries() + requestSlot * EntryLayout.ENTRY_BYTES + field;
    }

    private long responseEntry(long field) {
        return areas.responseEntries() + responseSlot * EntryLayout.ENTRY_BYTES + field;
    }

    private void write(long offset, int bytes, long value) throws IOException {
        ByteBuffer buffer =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(buffer.limit(bytes), DATA + offset);
        }
    }

    private void assertRefused(Class<? extends Exception> expected, String message) throws IOException {
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() ->
                        TestNode.open(Kind.RIO, directory, "both", OPTIONS).close())
                .isInstanceOf(expected)
                .hasMessageContaining(message);
        byte[] after = Files.readAllBytes(file);
        // A region's header says whether it is open; what follows is the node's.
        assertThat(Arrays.equals(before, 4096, before.length, after, 4096, after.length))
                .isTrue();
    }

    private void assertRefusedWith(
            long offset, int bytes, long value, Class<? extends Exception> expected, String message)
            throws IOException {
        byte[] intact = Files.readAllBytes(file);
        write(offset, bytes, value);
        assertRefused(expected, message);
        Files.write(file, intact);
    }

    @Test
    void everyFlippedBitOfTheHeaderIsRefused() throws IOException {
        byte[] intact = Files.readAllBytes(file);
        for (int bit = 0; bit < 8 * NodeLayout.HEADER_BYTES; bit++) {
            byte[] bytes = intact.clone();
            bytes[(int) DATA + bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, bytes);
            boolean version = bit / 8 >= 8 && bit / 8 < 12;
            assertRefused(
                    version ? NodeException.UnsupportedVersion.class : NodeException.Corrupt.class, "segment=node");
        }
    }

    @Test
    void aHeaderThatIsGoneIsRefusedUnlessAllOfItIs() throws IOException {
        assertRefusedWith(0, 8, 0, NodeException.Corrupt.class, "field=magic, offset=0");
    }

    @Test
    void linksThatLeadNowhereAreRefused() throws IOException {
        assertRefusedWith(
                requestEntry(EntryLayout.NEXT), 4, 300, NodeException.Corrupt.class, "link leads to no entry");
        assertRefusedWith(requestEntry(EntryLayout.NEXT), 4, -7, NodeException.Corrupt.class, "link leads to no entry");
        assertRefusedWith(
                requestEntry(EntryLayout.NEXT), 4, requestSlot + 1L, NodeException.Corrupt.class, "to one twice");
        assertRefusedWith(
                requestEntry(EntryLayout.ID), 8, 12_345, NodeException.Corrupt.class, "corrupt: segment=node");
    }

    @Test
    void entriesThatContradictThemselvesAreRefused() throws IOException {
        assertRefusedWith(requestEntry(EntryLayout.STATE), 4, 1, NodeException.Corrupt.class, "field=request state");
        assertRefusedWith(requestEntry(EntryLayout.OWNER), 4, 60, NodeException.Corrupt.class, "request of no peer");
        assertRefusedWith(requestEntry(EntryLayout.OWNER), 4, -1, NodeException.Corrupt.class, "request of no peer");
        assertRefusedWith(requestEntry(EntryLayout.BUFFER), 4, 0, NodeException.Corrupt.class, "no such buffer");
        assertRefusedWith(requestEntry(EntryLayout.BUFFER), 4, 1 << 26, NodeException.Corrupt.class, "no such buffer");
        assertRefusedWith(
                requestEntry(EntryLayout.MESSAGE_BYTES), 4, 70_000, NodeException.Corrupt.class, "no such buffer");
        assertRefusedWith(responseEntry(EntryLayout.STATE), 4, 2, NodeException.Corrupt.class, "response state");
        assertRefusedWith(responseEntry(EntryLayout.OWNER), 4, 5, NodeException.Corrupt.class, "response to no client");
        assertRefusedWith(areas.peers(), 8, 9, NodeException.Corrupt.class, "field=peer state");
        assertRefusedWith(areas.clients(), 8, -1, NodeException.Corrupt.class, "field=client state");
    }

    @Test
    void twoEntriesOfOneBufferAreRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int mine = buffer.getInt((int) (DATA + requestEntry(EntryLayout.BUFFER)));
        for (int slot = 0; slot < 256; slot++) {
            long at = DATA + areas.requestEntries() + slot * EntryLayout.ENTRY_BYTES;
            if (slot != requestSlot && buffer.getLong((int) at) != 0) {
                buffer.putInt((int) (at + EntryLayout.BUFFER), mine);
            }
        }
        Files.write(file, bytes);
        assertRefused(NodeException.Corrupt.class, "buffer of two entries");
    }

    @Test
    void aPeerWhoseNumbersAreUsedUpIsSentNothing() throws IOException {
        write(areas.peers() + PeerLayout.NEXT_COUNTER, 8, WireLayout.COUNTER_MASK);
        try (TestNode both = TestNode.open(Kind.RIO, directory, "both", OPTIONS)) {
            Peer peer = both.node.peer(NodeAddress.parse(other));
            both.send(peer, "the last");
            both.node.begin();
            assertThatThrownBy(() -> both.node.sendRequest(peer, new byte[1]))
                    .isInstanceOf(NodeException.NumbersUsedUp.class)
                    .hasMessageContaining("peer=" + peer.address());
            both.node.commit();
            assertThat(both.node.outstandingRequests()).hasSize(3);
        }
    }

    @Test
    void anIntactOneOpens() {
        try (TestNode both = TestNode.open(Kind.RIO, directory, "both", OPTIONS)) {
            assertThat(both.node.outstandingRequests()).hasSize(2);
            assertThat(both.node.unansweredRequests()).hasSize(1);
        }
    }
}
