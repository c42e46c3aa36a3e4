package org.failuretransparency.rio;

import java.nio.file.Path;
import java.util.UUID;
import org.failuretransparency.os.OsException;

/// A region could not be created, opened, changed or saved. Each reason is a class of its own, and says what was
/// expected and what was found; the file is as it was before the call.
public sealed class RegionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Path path;

    private RegionException(String what, Path path, String details) {
        super(what + ": path=" + path + (details.isEmpty() ? "" : ", " + details));
        this.path = path;
    }

    public Path path() {
        return path;
    }

    /// There is no file of that name.
    public static final class Missing extends RegionException {
        private static final long serialVersionUID = 1L;

        public Missing(Path path) {
            super("no such region", path, "");
        }
    }

    /// A file of that name exists, so it is not created.
    public static final class AlreadyExists extends RegionException {
        private static final long serialVersionUID = 1L;

        public AlreadyExists(Path path) {
            super("region exists already", path, "");
        }
    }

    /// The file does not start as a region does.
    public static final class NotARegion extends RegionException {
        private static final long serialVersionUID = 1L;

        public NotARegion(Path path, long expectedMagic, long foundMagic) {
            super(
                    "not a region",
                    path,
                    "offset=0, expected magic=" + Long.toHexString(expectedMagic) + ", found="
                            + Long.toHexString(foundMagic));
        }
    }

    /// The region was written by a version of this library that uses another format.
    public static final class UnsupportedVersion extends RegionException {
        private static final long serialVersionUID = 1L;

        public UnsupportedVersion(Path path, long offset, int expected, int found) {
            super("unsupported version", path, "offset=" + offset + ", expected=" + expected + ", found=" + found);
        }
    }

    /// A field of the region is not what was written there.
    public static final class Corrupt extends RegionException {
        private static final long serialVersionUID = 1L;

        public Corrupt(Path path, String field, long offset, String expected, String found) {
            super(
                    "corrupt region",
                    path,
                    "field=" + field + ", offset=" + offset + ", expected=" + expected + ", found=" + found);
        }
    }

    /// The file is shorter than its header says, or than a header.
    public static final class Truncated extends RegionException {
        private static final long serialVersionUID = 1L;

        public Truncated(Path path, long expectedBytes, long foundBytes) {
            super("truncated region", path, "expected bytes=" + expectedBytes + ", found=" + foundBytes);
        }
    }

    /// The file does not start as an image of a safe sync does.
    public static final class NotAnImage extends RegionException {
        private static final long serialVersionUID = 1L;

        public NotAnImage(Path path, long expectedMagic, long foundMagic) {
            super(
                    "not an image of a safe sync",
                    path,
                    "offset=0, expected magic=" + Long.toHexString(expectedMagic) + ", found="
                            + Long.toHexString(foundMagic));
        }
    }

    /// The region was used after the image was saved, so restoring would lose what it holds now.
    public static final class OlderImage extends RegionException {
        private static final long serialVersionUID = 1L;

        public OlderImage(Path path, long regionOpens, long imageOpens) {
            super(
                    "image is older than region",
                    path,
                    "expected opens=" + regionOpens + ", found in image=" + imageOpens);
        }
    }

    /// A region of that name exists, and it is not the one that the image holds.
    public static final class OtherRegion extends RegionException {
        private static final long serialVersionUID = 1L;

        public OtherRegion(Path path, UUID regionId, UUID imageId) {
            super("another region has the name", path, "expected id=" + regionId + ", found in image=" + imageId);
        }
    }

    /// The region holds something else than the caller's kind of data.
    public static final class OtherContent extends RegionException {
        private static final long serialVersionUID = 1L;

        public OtherContent(Path path, String expected, String found) {
            super("region holds other content", path, "expected=" + expected + ", found=" + found);
        }
    }

    /// Another open region, in this process or in another, owns the file.
    public static final class InUse extends RegionException {
        private static final long serialVersionUID = 1L;

        public InUse(Path path) {
            super("region is in use by another owner", path, "");
        }
    }

    /// The file system has not enough room; found when the region is created, never by a store.
    public static final class NoSpace extends RegionException {
        private static final long serialVersionUID = 1L;

        public NoSpace(Path path, long neededBytes, long availableBytes) {
            super("no space for region", path, "needed bytes=" + neededBytes + ", available=" + availableBytes);
        }
    }

    /// The operating system refused a call.
    public static final class Io extends RegionException {
        private static final long serialVersionUID = 1L;

        public Io(Path path, OsException cause) {
            super("region input or output failed", path, String.valueOf(cause.getMessage()));
            initCause(cause);
        }

        public Io(Path path, java.io.IOException cause) {
            super("region input or output failed", path, cause.toString());
            initCause(cause);
        }
    }
}
