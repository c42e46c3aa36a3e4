package org.failuretransparency.vistagrams;

import java.nio.file.Path;
import org.failuretransparency.vistagrams.TestNode.Kind;
import org.junit.jupiter.api.io.TempDir;

/// Tests of nodes whose segments are in one directory.
abstract class TestNodes {

    static final long SOON = TestNode.SOON;

    @TempDir
    Path directory;

    final TestNode open(Kind kind, String name) {
        return TestNode.open(kind, directory, name);
    }
}
