package org.failuretransparency.vistagrams;

/// Somebody to whom a node sends requests. Got from [Node#peer].
public final class Peer {

    private final int index;
    private final NodeAddress address;

    Peer(int index, NodeAddress address) {
        this.index = index;
        this.address = address;
    }

    int index() {
        return index;
    }

    public NodeAddress address() {
        return address;
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
