package org.failuretransparency.vistagrams.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaOptions;
import org.failuretransparency.vistagrams.Node;
import org.failuretransparency.vistagrams.NodeAddress;
import org.failuretransparency.vistagrams.NodeOptions;
import org.failuretransparency.vistagrams.samples.LockClient.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lock manager of Figure 4.4, with clients and a server that close and open again between any two transactions.
class LockManagerTest {

    private static final long SOON = 10_000_000_000L;
    private static final int LOCKS = 4;

    @TempDir
    private Path directory;

    private final List<End> ends = new ArrayList<>();
    private NodeAddress address = NodeAddress.anyLoopback();

    /// A Vista with a node.
    private final class End {
        private final String name;
        private Vista vista;
        private Node node;

        End(String name) {
            this.name = name;
            open();
            ends.add(this);
        }

        final void open() {
            Storage storage = Storage.of(StorageKind.RIO, directory);
            vista = storage.exists(name + ".vista")
                    ? Vista.open(storage, name)
                    : Vista.create(storage, name, VistaOptions.defaults());
            NodeOptions options = NodeOptions.at(NodeAddress.anyLoopback())
                    .withTables(64, 64)
                    .withBytes(1 << 20, 1 << 20)
                    .withNanos(5_000_000, 50_000_000, 20_000_000);
            node = Node.open(vista, "node", options);
        }

        LockServer server() {
            return new LockServer(vista, node, LOCKS);
        }

        LockClient client() {
            return new LockClient(vista, node, node.peer(address));
        }

        void again() {
            node.close();
            vista.close();
            open();
        }
    }

    private End server;

    @BeforeEach
    void start() {
        server = new End("server");
        address = server.node.address();
    }

    @AfterEach
    void close() {
        for (End end : ends) {
            end.node.close();
            end.vista.close();
        }
    }

    private void serve() {
        assertThat(server.server().serve(SOON)).isTrue();
    }

    @Test
    void aClientThatStoppedBetweenItsTransactionsFindsItsRequestPending() {
        End end = new End("client");
        end.client().acquire(1);
        end.again();
        assertThat(end.client().status()).isEqualTo(Status.PENDING);
        serve();
        assertThat(end.client().await(SOON)).isEqualTo(Status.LOCKED);
        assertThat(server.server().holder(1)).isEqualTo(end.node.nodeId());
        end.client().release(1);
        server.again();
        serve();
        assertThat(end.client().await(SOON)).isEqualTo(Status.FREE);
        assertThat(server.server().holder(1)).isZero();
    }

    @Test
    void whoWaitsIsGrantedTheLockInTurn() {
        List<End> clients = List.of(new End("one"), new End("two"), new End("three"));
        for (End client : clients) {
            client.client().acquire(0);
            serve();
        }
        for (End client : clients) {
            assertThat(client.client().await(SOON)).isEqualTo(Status.LOCKED);
            assertThat(server.server().holder(0)).isEqualTo(client.node.nodeId());
            client.client().release(0);
            server.again();
            serve();
            assertThat(client.client().await(SOON)).isEqualTo(Status.FREE);
        }
    }

    @Test
    void refusesWhatIsNoLockAndWhatIsNotHeld() {
        End end = new End("client");
        end.client().acquire(LOCKS);
        serve();
        assertThat(end.client().await(SOON)).isEqualTo(Status.FREE);
        LockClient client = end.client();
        assertThatThrownBy(() -> client.release(0)).hasMessage("lock is not LOCKED: status=FREE");
    }

    /// Never two that hold it, whoever starts again and whenever.
    @Test
    void theLockHasOneHolderAtATime() {
        SplittableRandom random = new SplittableRandom(1);
        List<End> clients = List.of(new End("one"), new End("two"));
        int granted = 0;
        long deadline = System.nanoTime() + SOON;
        while (granted < 20) {
            assertThat(System.nanoTime()).as("granted=" + granted).isLessThan(deadline);
            End end = clients.get(random.nextInt(2));
            LockClient client = end.client();
            switch (client.status()) {
                case FREE -> client.acquire(0);
                case LOCKED -> client.release(0);
                case PENDING -> granted += client.await(0) == Status.LOCKED ? 1 : 0;
                case RELEASING -> client.await(0);
            }
            if (random.nextInt(20) == 0) {
                clients.get(random.nextInt(2)).again();
            }
            if (random.nextInt(20) == 0) {
                server.again();
            }
            server.server().serve(0);
            long holders = clients.stream()
                    .filter(one -> one.client().status() == Status.LOCKED)
                    .count();
            assertThat(holders).isLessThanOrEqualTo(1);
        }
    }
}
