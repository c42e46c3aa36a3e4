package org.failuretransparency.vistagrams;

/// A request from a client, received by [Node#receiveRequest].
public final class Request extends Message {

    private long ticket;
    private long client;
    private long id;

    Request() {}

    void fill(long newTicket, long newClient, long newId) {
        ticket = newTicket;
        client = newClient;
        id = newId;
    }

    /// What [Node#sendResponse] takes, in this transaction or in any later one, also after a crash: the program may
    /// keep it in its persistent memory.
    public long ticket() {
        return ticket;
    }

    /// The client's node id.
    public long client() {
        return client;
    }

    /// The request's id, unique for its client.
    public long id() {
        return id;
    }
}
