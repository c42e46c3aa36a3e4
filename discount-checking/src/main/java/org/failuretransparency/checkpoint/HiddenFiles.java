package org.failuretransparency.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.failuretransparency.os.Errno;

/// Files that were moved aside in an interval and are to be removed after its commit.
///
/// **Throws**: [CheckpointException.NotRemoved].
final class HiddenFiles {

    private final Path checkpoint;
    private final List<String> names = new ArrayList<>();

    HiddenFiles(Path checkpoint) {
        this.checkpoint = checkpoint;
    }

    /// Notes the name, if it is one.
    void add(String aside) {
        if (!aside.isEmpty()) {
            names.add(aside);
        }
    }

    /// Notes that a file or directory was renamed.
    void renamed(String from, String to) {
        names.replaceAll(name -> renamed(name, from, to));
    }

    /// What a file of that name is called after `from`, it or a directory above it, was renamed.
    static String renamed(String name, String from, String to) {
        if (name.equals(from)) {
            return to;
        }
        return name.startsWith(from + "/") ? to + name.substring(from.length()) : name;
    }

    /// Removes those that no descriptor needs. One that is gone already was removed before a crash.
    ///
    /// @param forced whether the removals have to be durable
    void remove(NamedFiles files, Predicate<String> open, boolean forced) {
        for (String name : names) {
            if (!open.test(name) && !NamedFiles.saysMissing(files.stat(name))) {
                long result = files.unlink(name);
                if (result < 0) {
                    throw new CheckpointException.NotRemoved(
                            checkpoint, NamedFiles.text(name), Errno.nameOf((int) -result));
                }
                if (forced) {
                    files.forceDirectoryOf(name);
                }
            }
        }
        names.clear();
    }
}
