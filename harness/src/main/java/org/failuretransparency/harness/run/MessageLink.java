package org.failuretransparency.harness.run;

/// A client's way to a server that sends every request back, or that server's to its client (Figure 4.6). Each request
/// has a number in its first word, which comes back in the response's.
///
/// **Threads**: one.
interface MessageLink extends AutoCloseable {

    /// A request of one byte asks for the server's totals.
    int TOTALS_BYTES = 1;

    /// A request of two bytes ends the server, which sends it back first.
    int END_BYTES = 2;

    /// What one end did, or both.
    ///
    /// @param served requests that the server answered
    /// @param messages datagrams sent
    /// @param bytesCopied bytes of messages copied, but for the system's own copies
    /// @param systemCalls on sockets
    record Totals(long served, long messages, long bytesCopied, long systemCalls) {

        static final int BYTES = 4 * Long.BYTES;

        Totals plus(Totals other) {
            return new Totals(
                    served + other.served,
                    messages + other.messages,
                    bytesCopied + other.bytesCopied,
                    systemCalls + other.systemCalls);
        }

        Totals minus(Totals other) {
            return new Totals(
                    served - other.served,
                    messages - other.messages,
                    bytesCopied - other.bytesCopied,
                    systemCalls - other.systemCalls);
        }
    }

    /// Sends a request of so many bytes, 8 or more.
    void ask(int lengthBytes, long number);

    /// Waits for a response, whichever comes first; returns its number.
    long answer();

    /// What both ends did since they were opened. Asking takes a request itself.
    Totals totals();

    /// Answers requests until one ends it.
    void serve();

    /// Ends the server of this client. No request may be outstanding.
    void end();

    @Override
    void close();
}
