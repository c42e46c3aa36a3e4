package org.failuretransparency.vista;

/// Someone who keeps state outside of a Vista's segments and takes part in its transactions, so that this state follows
/// them: one call at the end of each transaction that it has joined by [Vista#join].
///
/// **Failure ordering**: a crash may come before the call. What it does has to follow from what is in the segments, so
/// that it can be done after recovery too.
public interface Participant {

    /// The transaction is durable, its intents are carried out, and the next one may begin.
    void committed();

    /// The transaction has been undone.
    void aborted();
}
