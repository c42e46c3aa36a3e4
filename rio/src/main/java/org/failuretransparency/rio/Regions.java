package org.failuretransparency.rio;

import java.nio.file.Path;
import java.util.List;

/// Where regions are created and found by name: a [Storage], or the recorded memory of a crash test.
public interface Regions {

    /// What the regions survive.
    StorageKind kind();

    /// The time in which its syncs take place; the machine's, where no disk is modelled.
    default ModelClock clock() {
        return ModelClock.waiting();
    }

    boolean exists(String name);

    /// The names of all regions, sorted, owned or not.
    List<String> names();

    /// Creates a region of `lengthBytes` bytes (1 to 2^46) that starts with `initial` and is zero behind it, and opens
    /// it. There is no moment at which the region exists without its first bytes.
    Region create(String name, RegionType type, long lengthBytes, byte[] initial);

    /// Opens a region as its only owner.
    Region open(String name, RegionType type);

    /// Opens a region to look at it: the mapping is read-only, `write` and `sync` are refused, nothing in the file
    /// changes. The ownership is taken all the same. Where nothing is a file, this is to open it.
    default Region view(String name, RegionType type) {
        return open(name, type);
    }

    /// Removes a region that nobody owns.
    void delete(String name);

    /// The file that holds, or would hold, the region of that name; for messages.
    Path pathOf(String name);

    /// Refuses a name that is no plain file name, or that starts with a dot.
    static void requireName(String name) {
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0 || name.startsWith(".")) {
            throw new IllegalArgumentException("not a region name: name=" + name);
        }
    }
}
