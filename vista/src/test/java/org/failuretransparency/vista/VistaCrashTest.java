package org.failuretransparency.vista;

import org.failuretransparency.recoverable.CrashContract;

/// Every crash point of Vista's transactions, heap and recovery.
class VistaCrashTest extends CrashContract {

    VistaCrashTest() {
        super(10, CrashScenario.values());
    }
}
