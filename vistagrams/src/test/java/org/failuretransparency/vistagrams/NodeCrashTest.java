package org.failuretransparency.vistagrams;

import org.failuretransparency.recoverable.CrashContract;

/// Every crash point of a node's transactions, and of the recovery: messages and the application's memory are those of
/// one and the same transaction.
class NodeCrashTest extends CrashContract {

    NodeCrashTest() {
        super(10, NodeScenario.values());
    }
}
