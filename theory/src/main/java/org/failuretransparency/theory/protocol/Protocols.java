package org.failuretransparency.theory.protocol;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.failuretransparency.theory.UnknownProtocolException;

/// All recovery protocols. To add one, write its class and a line in [#ALL].
public final class Protocols {

    /// The protocols, those of §6.2.2 first, then those that §2.3.1 unifies.
    public static final List<Protocol> ALL = List.of(
            new CommitEveryEvent(),
            new Cand(),
            new Cpvs(),
            new Cbndvs(),
            new CandLog(),
            new CbndvsLog(),
            new Cpv2pc(),
            new Cbndv2pc(),
            new MessagesInLocalTransactions(),
            new CoordinatedCheckpointing(),
            new ProcessPairs(),
            new Targon32(),
            new Hypervisor(),
            new SenderBasedLogging(),
            new FamilyBasedLogging(),
            new Manetho(),
            new OptimisticLogging(),
            new LazyLogging(),
            new Direct());

    private static final int NEAREST_NAMES = 3;

    private Protocols() {}

    /// The protocol with this name.
    ///
    /// @throws UnknownProtocolException if there is none; the message gives the nearest names
    public static Protocol named(String id) {
        return ALL.stream()
                .filter(protocol -> protocol.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new UnknownProtocolException("no such protocol: id=" + id + ", nearest=" + nearest(id)));
    }

    private static String nearest(String id) {
        return ALL.stream()
                .map(Protocol::id)
                .sorted(Comparator.comparingInt((String known) -> distance(id, known))
                        .thenComparing(known -> known))
                .limit(NEAREST_NAMES)
                .collect(Collectors.joining(" "));
    }

    /// A name that was cut short is near.
    private static int distance(String id, String known) {
        return !id.isBlank() && known.startsWith(id) ? 0 : edits(id, known);
    }

    /// The fewest characters to insert, remove or replace to make `to` of `from` (Levenshtein's distance).
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int replaced = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[to.length()];
    }
}
