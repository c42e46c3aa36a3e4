package org.failuretransparency.vistagrams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A request and its response.
class RoundTripTest {

    private static final long SOON = 5_000_000_000L;

    @TempDir
    private Path directory;

    @Test
    void aRequestAndItsResponse() {
        NodeOptions options =
                NodeOptions.at(NodeAddress.anyLoopback()).withTables(64, 64).withBytes(1 << 20, 1 << 20);
        try (Vista one = Vista.create(Storage.of(StorageKind.RIO, directory), "one", VistaOptions.defaults());
                Vista two = Vista.create(Storage.of(StorageKind.RIO, directory), "two", VistaOptions.defaults());
                Node client = Node.open(one, "node", options);
                Node server = Node.open(two, "node", options)) {
            Peer peer = client.peer(server.address());
            one.begin();
            long id = client.sendRequest(peer, "question".getBytes(UTF_8));
            one.commit();
            two.begin();
            Request request = Objects.requireNonNull(server.receiveRequest(SOON));
            assertThat(request.bytes()).asString(UTF_8).isEqualTo("question");
            assertThat(request.id()).isEqualTo(id);
            server.sendResponse(request.ticket(), "answer".getBytes(UTF_8));
            two.commit();
            one.begin();
            Response response = Objects.requireNonNull(client.receiveResponse(id, SOON));
            assertThat(response.bytes()).asString(UTF_8).isEqualTo("answer");
            one.commit();
            assertThat(client.requestEntries()).isZero();
        }
    }
}
