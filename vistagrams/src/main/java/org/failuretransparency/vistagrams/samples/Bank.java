package org.failuretransparency.vistagrams.samples;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaMemory;
import org.failuretransparency.vistagrams.Node;
import org.failuretransparency.vistagrams.Peer;
import org.failuretransparency.vistagrams.Request;
import org.failuretransparency.vistagrams.Response;

/// One of several branches of a bank, each a node that is client and server at once. A transaction takes amounts from
/// accounts of this branch and sends them to others, several at once; another branch's transaction receives one, adds
/// it to an account and confirms it; a third one, here again, notes the confirmation. So money is in one place at any
/// time, if each message is executed exactly once; and each branch counts how often each was, to show it.
/// ```
/// off            len  field
///   0              8  transfers that are not confirmed
///   8             56  reserved
///  64        8 * 64   sent: transfers to each branch so far
/// 576     8 * 1000    balances, 1000 at first
/// 8576      branches * LIMIT   executed: how often this branch executed each transfer of each branch, a byte each
///  then     branches * LIMIT   confirmed: how often each transfer to each branch was confirmed, a byte each
/// ```
///
/// **Threads**: one, the Vista's.
///
/// **Source**: §4.3; the workload of claims G4 and G5.
public final class Bank {

    /// The most transfers from one branch to another.
    public static final int LIMIT = 1 << 21;

    static final int ACCOUNTS = 1000;
    static final long FIRST_BALANCE = 1000;

    private static final String SEGMENT = "bank";
    private static final int MOST_BRANCHES = 64;
    private static final int MOST_AT_ONCE = 4;
    private static final int MOST_OUTSTANDING = 32;
    private static final long OUTSTANDING = 0;
    private static final long SENT = 64;
    private static final long BALANCES = SENT + MOST_BRANCHES * Long.BYTES;
    private static final long COUNTS = BALANCES + ACCOUNTS * Long.BYTES;

    /// A request: number, amount, the sender, the account. The confirmation is the first 8 bytes, and the receiver.
    private static final int REQUEST_BYTES = 24;

    private static final int AMOUNT = 8;
    private static final int BRANCH = 16;
    private static final int ACCOUNT = 20;
    private static final int CONFIRMATION_BYTES = 12;

    private final Node node;
    private final int self;
    private final List<Peer> branches;
    private final VistaMemory memory;
    private final byte[] one = new byte[1];
    private final MemorySegment message = Arena.ofAuto().allocate(REQUEST_BYTES, Long.BYTES);

    /// Opens a branch, or makes it with its first balances.
    ///
    /// @param self number of this branch
    /// @param branches all of them, as peers; this branch's own is not used
    public Bank(Vista vista, Node node, int self, List<Peer> branches) {
        if (branches.size() < 2 || branches.size() > MOST_BRANCHES) {
            throw new IllegalArgumentException(
                    "number of branches: branches=" + branches.size() + ", allowed=2.." + MOST_BRANCHES);
        }
        this.node = node;
        this.self = self;
        this.branches = List.copyOf(branches);
        boolean exists = vista.segmentNames().contains(SEGMENT);
        this.memory =
                exists ? vista.segment(SEGMENT) : vista.createSegment(SEGMENT, COUNTS + 2L * branches.size() * LIMIT);
        if (memory.getLong(BALANCES) == 0) {
            found();
        }
    }

    /// Fills the accounts; a crash before the commit leaves them empty, and they are filled then. The first account
    /// never becomes empty.
    private void found() {
        node.begin();
        for (int account = 0; account < ACCOUNTS; account++) {
            memory.putLong(balance(account), FIRST_BALANCE);
        }
        node.commit();
    }

    private static long balance(int account) {
        return BALANCES + (long) account * Long.BYTES;
    }

    private long sentTo(int branch) {
        return SENT + (long) branch * Long.BYTES;
    }

    private long executed(int branch, long number) {
        return COUNTS + (long) branch * LIMIT + number;
    }

    private long confirmed(int branch, long number) {
        return COUNTS + (long) (branches.size() + branch) * LIMIT + number;
    }

    /// Transfers up to four amounts to other branches, in one transaction; returns how many. None while 32 are not
    /// confirmed.
    public int transfer(SplittableRandom random) {
        long outstanding = outstanding();
        if (outstanding >= MOST_OUTSTANDING) {
            return 0;
        }
        node.begin();
        int transfers = 0;
        for (int i = 1 + random.nextInt(MOST_AT_ONCE); i > 0; i--) {
            int branch = (self + 1 + random.nextInt(branches.size() - 1)) % branches.size();
            transfers += transfer(random, branch) ? 1 : 0;
        }
        memory.putLong(OUTSTANDING, outstanding + transfers);
        node.commit();
        return transfers;
    }

    private boolean transfer(SplittableRandom random, int branch) {
        int account = 1 + random.nextInt(ACCOUNTS - 1);
        long amount = Math.min(1 + random.nextInt(100), memory.getLong(balance(account)));
        long number = memory.getLong(sentTo(branch));
        if (amount == 0 || number == LIMIT) {
            return false;
        }
        memory.addLong(balance(account), -amount);
        memory.putLong(sentTo(branch), number + 1);
        message.set(ValueLayout.JAVA_LONG, 0, number);
        message.set(ValueLayout.JAVA_LONG, AMOUNT, amount);
        message.set(ValueLayout.JAVA_INT, BRANCH, self);
        message.set(ValueLayout.JAVA_INT, ACCOUNT, 1 + random.nextInt(ACCOUNTS - 1));
        node.sendRequest(branches.get(branch), message, 0, REQUEST_BYTES);
        return true;
    }

    /// Waits up to `timeoutNanos` for messages of other branches, and does what each asks for in a transaction of its
    /// own; returns how many came.
    public int serve(long timeoutNanos) {
        int served = 0;
        int ready = node.select(Node.REQUEST | Node.RESPONSE, timeoutNanos);
        while (ready != 0) {
            if ((ready & Node.REQUEST) != 0) {
                execute();
            }
            if ((ready & Node.RESPONSE) != 0) {
                confirm();
            }
            served++;
            ready = node.select(Node.REQUEST | Node.RESPONSE, 0);
        }
        return served;
    }

    private void execute() {
        node.begin();
        Request request = node.receiveRequest(0);
        if (request != null) {
            int branch = request.getInt(BRANCH);
            long count = executed(branch, request.getLong(0));
            count(count);
            memory.addLong(balance(request.getInt(ACCOUNT)), request.getLong(AMOUNT));
            message.set(ValueLayout.JAVA_LONG, 0, request.getLong(0));
            message.set(ValueLayout.JAVA_INT, Long.BYTES, self);
            node.sendResponse(request.ticket(), message, 0, CONFIRMATION_BYTES);
        }
        node.commit();
    }

    private void confirm() {
        node.begin();
        Response response = node.receiveResponse(0);
        if (response != null) {
            long count = confirmed(response.getInt(Long.BYTES), response.getLong(0));
            count(count);
            memory.addLong(OUTSTANDING, -1);
        }
        node.commit();
    }

    private void count(long place) {
        memory.get(place, one);
        one[0]++;
        memory.put(place, one);
    }

    /// Transfers that are not confirmed.
    public long outstanding() {
        return memory.getLong(OUTSTANDING);
    }

    /// What a branch says of itself when nothing is on its way: its balance, how many transfers it sent to each branch
    /// and executed of each, and how many of these were executed or confirmed another number of times than once.
    public record Report(int branch, long balance, List<Long> sent, List<Long> executed, long wrong) {

        /// The form in a line of output.
        @Override
        public String toString() {
            return branch + " " + balance + " " + words(sent) + " " + words(executed) + " " + wrong;
        }

        private static String words(List<Long> numbers) {
            return String.join(",", numbers.stream().map(String::valueOf).toList());
        }

        /// The report in a line.
        public static Report parse(String line) {
            String[] words = line.split(" ", -1);
            return new Report(
                    Integer.parseInt(words[0]),
                    Long.parseLong(words[1]),
                    numbers(words[2]),
                    numbers(words[3]),
                    Long.parseLong(words[4]));
        }

        private static List<Long> numbers(String words) {
            return List.of(words.split(",", -1)).stream().map(Long::valueOf).toList();
        }
    }

    /// Looks at everything.
    public Report report() {
        long balance = 0;
        for (int account = 0; account < ACCOUNTS; account++) {
            balance += memory.getLong(balance(account));
        }
        List<Long> sent = new ArrayList<>();
        List<Long> executed = new ArrayList<>();
        long wrong = outstanding();
        for (int branch = 0; branch < branches.size(); branch++) {
            long count = memory.getLong(sentTo(branch));
            sent.add(count);
            wrong += notOnce(confirmed(branch, 0), count);
            long done = 0;
            while (done < LIMIT && memory.getByte(executed(branch, done)) != 0) {
                done++;
            }
            executed.add(done);
            wrong += notOnce(executed(branch, 0), done);
        }
        return new Report(self, balance, sent, executed, wrong);
    }

    /// How many of so many counts are not 1, and of those behind them not 0.
    private long notOnce(long counts, long count) {
        long wrong = 0;
        for (long number = 0; number < LIMIT; number++) {
            wrong += memory.getByte(counts + number) == (number < count ? 1 : 0) ? 0 : 1;
        }
        return wrong;
    }

    /// What is wrong with all branches together; nothing, if each transfer was executed and confirmed exactly once.
    public static List<String> violations(List<Report> reports) {
        List<String> violations = new ArrayList<>();
        long total = reports.stream().mapToLong(Report::balance).sum();
        long expected = ACCOUNTS * FIRST_BALANCE * reports.size();
        if (total != expected) {
            violations.add("money is lost or made: total=" + total + ", expected=" + expected);
        }
        for (Report from : reports) {
            if (from.wrong != 0) {
                violations.add("transfers not once: branch=" + from.branch + ", wrong=" + from.wrong);
            }
            for (Report to : reports) {
                if (!from.sent.get(to.branch).equals(to.executed.get(from.branch))) {
                    violations.add("transfers not executed: from=" + from.branch + ", to=" + to.branch + ", sent="
                            + from.sent.get(to.branch) + ", executed=" + to.executed.get(from.branch));
                }
            }
        }
        return violations;
    }
}
