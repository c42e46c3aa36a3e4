package org.failuretransparency.vista;

/// How a new Vista is made: `logBytes`, the undo log's capacity (4 KB to 64 GB). A transaction needs 32 bytes and the
/// range's length, rounded up to 8, for each range that it declares.
public record VistaOptions(long logBytes) {

    private static final long MIN_LOG_BYTES = 4096;
    private static final long MAX_LOG_BYTES = 1L << 36;
    private static final long DEFAULT_LOG_BYTES = 4L << 20;

    public VistaOptions {
        if (logBytes < MIN_LOG_BYTES || logBytes > MAX_LOG_BYTES) {
            throw new IllegalArgumentException("log size out of range: logBytes=" + logBytes + ", allowed="
                    + MIN_LOG_BYTES + ".." + MAX_LOG_BYTES);
        }
    }

    /// A log of 4 MB.
    public static VistaOptions defaults() {
        return new VistaOptions(DEFAULT_LOG_BYTES);
    }

    public VistaOptions withLogBytes(long bytes) {
        return new VistaOptions(bytes);
    }
}
