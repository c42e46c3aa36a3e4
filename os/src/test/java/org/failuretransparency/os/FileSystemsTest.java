package org.failuretransparency.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class FileSystemsTest {

    @Test
    void tellsMemoryFileSystemsFromOthers() {
        assertThat(FileSystems.isMemory(Path.of("/proc"))).isFalse();
        assertThatThrownBy(() -> FileSystems.isMemory(Path.of("/no/such/path")))
                .isInstanceOf(OsException.class)
                .hasMessage("statfs: path=/no/such/path, errno=ENOENT");
    }

    @Test
    void knowsTmpfs() {
        Path memory = Path.of("/dev/shm");
        Assumptions.assumeTrue(Files.isDirectory(memory), "no tmpfs at its usual place");
        assertThat(FileSystems.isMemory(memory)).isTrue();
    }
}
