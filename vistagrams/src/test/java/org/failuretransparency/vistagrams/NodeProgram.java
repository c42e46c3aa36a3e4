package org.failuretransparency.vistagrams;

import java.util.HexFormat;
import java.util.Objects;
import java.util.TreeSet;
import org.failuretransparency.crashlab.Recording;
import org.failuretransparency.crashlab.Trace;
import org.failuretransparency.recoverable.PrefixOracle;
import org.failuretransparency.recoverable.RecordedProgram;
import org.failuretransparency.rio.RawMemory;
import org.failuretransparency.rio.StorageKind;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaMemory;
import org.failuretransparency.vista.VistaOptions;

/// A node on a recorded Vista, and a partner on volatile memory to whom it talks.
final class NodeProgram implements RecordedProgram {

    private static final int WORD_BYTES = 256;
    private static final long SOON = TestNode.SOON;
    private static final NodeOptions OPTIONS = NodeOptions.at(NodeAddress.anyLoopback())
            .withTables(8, 8)
            .withPeers(2, 2)
            .withBytes(1 << 17, 1 << 16)
            .withNanos(3_600_000_000_000L, 3_600_000_000_000L, 3_600_000_000_000L);

    private final Recording recording;
    private final Vista vista;
    private final VistaMemory word;
    private final Node node;
    private final Node partner = Node.openVolatile(OPTIONS);
    private final Peer toPartner;
    private final Peer fromPartner;
    private final PrefixOracle oracle;
    private int firstMutated;

    NodeProgram(StorageKind kind) {
        recording = Recording.on(kind);
        vista = Vista.create(recording, "program", new VistaOptions(16 << 10));
        word = vista.createSegment("word", WORD_BYTES);
        node = Node.open(vista, "node", OPTIONS);
        node.peer(NodeAddress.loopback(9));
        toPartner = node.peer(partner.address());
        fromPartner = partner.peer(node.address());
        oracle = new PrefixOracle(NodeProgram::recover, NodeProgram::abort, inWords(vista));
        recording.start();
    }

    void operation(Runnable body) {
        oracle.operation(recording, body, () -> inWords(vista));
        recording.promise(oracle.operations());
    }

    void transaction(long value, boolean commits, Runnable body) {
        vista.begin();
        word.putLong(0, value);
        body.run();
        if (commits) {
            vista.commit();
        } else {
            vista.abort();
        }
    }

    /// Mutants are made of what follows.
    void mutateFromHere() {
        firstMutated = recording.steps();
    }

    @Override
    public int firstMutated() {
        return firstMutated;
    }

    /// A transaction of the application alone, with a first record that reaches over all those of the one before.
    void changeMuch(long value) {
        vista.begin();
        word.put(Long.BYTES, NodeScenario.bytes("0123456789".repeat(22) + value));
        word.putLong(0, value);
        vista.commit();
    }

    void send(String text) {
        node.sendRequest(toPartner, NodeScenario.bytes(text));
    }

    void receiveResponse() {
        Objects.requireNonNull(node.receiveResponse(SOON));
    }

    long receive() {
        return Objects.requireNonNull(node.receiveRequest(SOON)).ticket();
    }

    void answer(long ticket) {
        node.sendResponse(ticket, NodeScenario.bytes("an answer"));
    }

    void serve() {
        Request request = Objects.requireNonNull(node.receiveRequest(SOON));
        node.sendResponse(request.ticket(), request);
    }

    void partnerServes() {
        partner.begin();
        Request request = Objects.requireNonNull(partner.receiveRequest(SOON));
        partner.sendResponse(request.ticket(), request);
        partner.commit();
    }

    void partnerSends(String text) {
        partner.begin();
        partner.sendRequest(fromPartner, NodeScenario.bytes(text));
        partner.commit();
    }

    void partnerReceives() {
        partner.begin();
        Objects.requireNonNull(partner.receiveResponse(SOON));
        partner.commit();
    }

    @Override
    public Trace trace() {
        return recording.trace();
    }

    @Override
    public PrefixOracle oracle() {
        return oracle;
    }

    private static String recover(Recording regions) {
        try (Vista recovered = Vista.open(regions, "program")) {
            return inWords(recovered);
        }
    }

    private static void abort(Recording regions) {
        try (Vista recovered = Vista.open(regions, "program")) {
            VistaMemory word = recovered.segment("word");
            recovered.begin();
            word.putLong(0, ~word.getLong(0));
            recovered.abort();
        }
    }

    /// The application's word and all that the node's tables lead to. Clients of whom nothing is kept are left out.
    private static String inWords(Vista vista) {
        VistaNodeMemory memory = new VistaNodeMemory(vista.segment("node"));
        NodeTables tables = NodeTables.open(memory, OPTIONS, new Counters(), NodeTrace.open(OPTIONS.trace()));
        NodeLayout.Areas areas = NodeLayout.areas(OPTIONS);
        TreeSet<String> words = new TreeSet<>();
        tables.client().table.open((slot, entry) -> words.add(entryInWords(memory, tables, entry)));
        tables.server().table.open((slot, entry) -> words.add(entryInWords(memory, tables, entry)));
        long next = memory.getLong(areas.peers() + PeerLayout.RECORD_BYTES + PeerLayout.NEXT_COUNTER);
        long floor = memory.getLong(areas.clients() + PeerLayout.FLOOR);
        byte[] all = new byte[WORD_BYTES];
        vista.segment("word").get(0, all);
        return "word=" + HexFormat.of().formatHex(all) + ", next=" + next + ", floor=" + floor + ", taken="
                + tables.messages().buffers.takenBytes() + ", " + words;
    }

    private static String entryInWords(NodeMemory memory, NodeTables tables, long entry) {
        int buffer = memory.getInt(entry + EntryLayout.BUFFER);
        int state = EntryLayout.stateOf(memory.getLong(entry + EntryLayout.STATE));
        String text = "";
        if (buffer != 0) {
            byte[] message = new byte[memory.getInt(entry + EntryLayout.MESSAGE_BYTES)];
            RawMemory.get(tables.messages().address(buffer), message, 0, message.length);
            boolean whole =
                    tables.messages().check(buffer, message.length) == memory.getInt(entry + EntryLayout.MESSAGE_CHECK);
            text = HexFormat.of().formatHex(message) + (whole ? "" : " damaged");
        }
        return state + " " + Long.toHexString(memory.getLong(entry + EntryLayout.ID)) + " of "
                + memory.getLong(entry + EntryLayout.CLIENT) + " from "
                + (state >= EntryLayout.RECEIVED ? memory.getLong(entry + EntryLayout.REPLY_ADDRESS) : 0) + " " + text;
    }

    @Override
    public void close() {
        node.close();
        partner.close();
        vista.close();
        recording.close();
    }
}
