package org.failuretransparency.vistagrams;

/// A response to a request of this node, received by [Node#receiveResponse].
public final class Response extends Message {

    private long id;

    Response() {}

    void fill(long newId) {
        id = newId;
    }

    /// The id of the request that is answered, as [Node#sendRequest] returned it.
    public long id() {
        return id;
    }
}
