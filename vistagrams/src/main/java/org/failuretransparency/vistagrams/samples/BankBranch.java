package org.failuretransparency.vistagrams.samples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaOptions;
import org.failuretransparency.vistagrams.Node;
import org.failuretransparency.vistagrams.NodeAddress;
import org.failuretransparency.vistagrams.NodeOptions;
import org.failuretransparency.vistagrams.Peer;

/// A branch of the [Bank] as a process: makes transfers until it reads the line `finish`, then only serves the others
/// until it reads `stop`. It writes `recovering` before it opens its files, `ready` and the state that it found
/// ([org.failuretransparency.vista.Recovery.State]) when it can go on, `done` when all its transfers are confirmed, and
/// last its [Bank.Report] behind the word `report`.
public final class BankBranch {

    private static final String USAGE = "expected=DIRECTORY STORAGE NUMBER SEED TRACES OWN-ADDRESS ADDRESS-OF-EACH...";
    private static final int FIRST_ADDRESS = 6;
    private static final long WAIT_NANOS = 2_000_000;
    private static final int TABLE = 1 << 12;
    private static final long BUFFER_BYTES = 4 << 20;
    private static final String NO_TRACES = "-";

    /// What the process was last told.
    private enum Order {
        TRANSFER,
        FINISH,
        STOP
    }

    private BankBranch() {}

    /// The arguments of a branch.
    ///
    /// @param home where it receives
    /// @param reached where each branch is reached, in front of a network perhaps
    public static List<String> arguments(
            Path directory,
            StorageKind storage,
            int branch,
            long seed,
            Optional<Path> traces,
            NodeAddress home,
            List<NodeAddress> reached) {
        List<String> arguments = new ArrayList<>(List.of(
                directory.toString(),
                storage.label(),
                Integer.toString(branch),
                Long.toString(seed),
                traces.map(Path::toString).orElse(NO_TRACES),
                home.toString()));
        reached.forEach(address -> arguments.add(address.toString()));
        return arguments;
    }

    /// Arguments: the directory of its files, a storage kind, its number, a seed, the directory of the traces or `-`,
    /// where it receives, and where each branch is reached, itself too.
    public static void main(String[] arguments) {
        if (arguments.length < FIRST_ADDRESS + 2) {
            throw new IllegalArgumentException("too few arguments: " + USAGE);
        }
        AtomicReference<Order> order = new AtomicReference<>(Order.TRANSFER);
        Thread.ofPlatform().daemon().name("orders").start(() -> read(order));
        System.out.println("recovering");
        Storage storage = Storage.of(StorageKind.of(arguments[1]), Path.of(arguments[0]));
        int self = Integer.parseInt(arguments[2]);
        SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[3]));
        try (Vista vista = storage.exists("bank.vista")
                        ? Vista.open(storage, "bank")
                        : Vista.create(storage, "bank", VistaOptions.defaults());
                Node node = Node.open(vista, "node", options(arguments, self))) {
            List<Peer> branches = new ArrayList<>();
            for (int i = FIRST_ADDRESS; i < arguments.length; i++) {
                branches.add(node.peer(NodeAddress.parse(arguments[i]), i - FIRST_ADDRESS));
            }
            Bank bank = new Bank(vista, node, self, branches);
            System.out.println("ready " + vista.recovery().state());
            run(bank, order, random);
            node.traceVisible(self);
            node.finishTrace();
            System.out.println("report " + bank.report());
        }
    }

    private static NodeOptions options(String[] arguments, int self) {
        NodeOptions options = NodeOptions.at(NodeAddress.parse(arguments[5]))
                .withTables(TABLE, TABLE)
                .withBytes(BUFFER_BYTES, BUFFER_BYTES)
                .withNanos(5_000_000, 100_000_000, 20_000_000);
        if (arguments[4].equals(NO_TRACES)) {
            return options;
        }
        List<String> names = new ArrayList<>();
        for (int branch = 0; branch < arguments.length - FIRST_ADDRESS; branch++) {
            names.add("branch" + branch);
        }
        Path file = Path.of(arguments[4]).resolve("branch" + self + ".trace");
        return options.withTrace(new NodeOptions.TraceFile(file, names, self));
    }

    private static void run(Bank bank, AtomicReference<Order> order, SplittableRandom random) {
        boolean done = false;
        while (order.get() != Order.STOP) {
            boolean transferred = order.get() == Order.TRANSFER && bank.transfer(random) > 0;
            bank.serve(transferred ? 0 : WAIT_NANOS);
            if (order.get() == Order.FINISH && !done && bank.outstanding() == 0) {
                done = true;
                System.out.println("done");
            }
        }
    }

    /// The end of the input is an order to stop.
    private static void read(AtomicReference<Order> order) {
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                order.set(line.equals("finish") ? Order.FINISH : Order.STOP);
            }
            order.set(Order.STOP);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
