package org.failuretransparency.vistagrams;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Objects;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaMemory;
import org.failuretransparency.vista.VistaOptions;
import org.jspecify.annotations.Nullable;

/// A node for tests, with the Vista under it, and a word of the application in the same transactions.
final class TestNode implements AutoCloseable {

    /// Long enough for whatever is going to come.
    static final long SOON = 20_000_000_000L;

    /// What a node's memory is.
    enum Kind {
        RIO(StorageKind.RIO),
        DISK(StorageKind.DISK),
        VOLATILE(null);

        private final @Nullable StorageKind storage;

        Kind(@Nullable StorageKind storage) {
            this.storage = storage;
        }
    }

    private final Kind kind;
    private final Path directory;
    private final String name;
    private final NodeOptions options;
    private final @Nullable Vista vista;
    private final @Nullable VistaMemory words;
    final Node node;

    private TestNode(Kind kind, Path directory, String name, NodeOptions options) {
        this.kind = kind;
        this.directory = directory;
        this.name = name;
        this.options = options;
        if (kind.storage == null) {
            vista = null;
            words = null;
            node = Node.openVolatile(options);
            return;
        }
        Storage storage = Storage.of(kind.storage, directory);
        boolean exists = storage.exists(name + ".vista");
        Vista opened = exists ? Vista.open(storage, name) : Vista.create(storage, name, VistaOptions.defaults());
        vista = opened;
        words = exists ? opened.segment("words") : opened.createSegment("words", 4096);
        try {
            node = Node.open(opened, "node", options);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    static TestNode open(Kind kind, Path directory, String name, NodeOptions options) {
        return new TestNode(kind, directory, name, options);
    }

    static TestNode open(Kind kind, Path directory, String name) {
        return open(kind, directory, name, small());
    }

    /// Small tables, short times.
    static NodeOptions small() {
        return NodeOptions.at(NodeAddress.anyLoopback())
                .withTables(256, 256)
                .withPeers(64, 64)
                .withBytes(4 << 20, 4 << 20)
                .withNanos(10_000_000, 80_000_000, 40_000_000);
    }

    /// Closes and opens again.
    TestNode again() {
        close();
        return open(kind, directory, name, options);
    }

    Vista vista() {
        return Objects.requireNonNull(vista);
    }

    VistaMemory words() {
        return Objects.requireNonNull(words);
    }

    Peer peerOf(TestNode other) {
        return node.peer(other.node.address());
    }

    long send(Peer peer, String message) {
        node.begin();
        long id = node.sendRequest(peer, message.getBytes(UTF_8));
        node.commit();
        return id;
    }

    /// Receives a request and commits; returns its ticket.
    long receive(String expected) {
        node.begin();
        Request request = Objects.requireNonNull(node.receiveRequest(SOON));
        requireText(request, expected);
        long ticket = request.ticket();
        node.commit();
        return ticket;
    }

    void answer(long ticket, String message) {
        node.begin();
        node.sendResponse(ticket, message.getBytes(UTF_8));
        node.commit();
    }

    /// Receives a request and answers it, in one transaction; returns the request.
    String serve(String prefix) {
        node.begin();
        Request request = Objects.requireNonNull(node.receiveRequest(SOON));
        String text = text(request);
        node.sendResponse(request.ticket(), (prefix + text).getBytes(UTF_8));
        node.commit();
        return text;
    }

    String response(long id) {
        node.begin();
        String text = text(Objects.requireNonNull(node.receiveResponse(id, SOON)));
        node.commit();
        return text;
    }

    static String text(Message message) {
        return new String(message.bytes(), UTF_8);
    }

    private static void requireText(Message message, String expected) {
        if (!text(message).equals(expected)) {
            throw new AssertionError("another message: found=" + text(message) + ", expected=" + expected);
        }
    }

    @Override
    public void close() {
        node.close();
        if (vista != null) {
            vista.close();
        }
    }
}
