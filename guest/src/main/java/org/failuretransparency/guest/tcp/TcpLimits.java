package org.failuretransparency.guest.tcp;

/// The limits of an endpoint, a part of its program's code.
///
/// A connection fails with `ETIMEDOUT` after so many retransmissions without any answer. Attempts are counted and not
/// the clock, so that a process that was down for a day does not find its connections timed out when it goes on.
///
/// @param connections at a time, 1 to 1024
/// @param bufferBytes of each connection's send buffer and of its receive buffer, and so its largest window; a power of
///     two, 4096 to 256 KiB
/// @param firstTimeoutMillis until the first retransmission; doubles with each one that is not answered
/// @param lastTimeoutMillis which it does not exceed
/// @param attempts retransmissions without an answer before a connection fails
/// @param lingerMillis that the end that closed first answers repeated segments for (TIME-WAIT). An end that takes
///     longer to be recovered, and lost the last acknowledgement, closes without an error after all its attempts
public record TcpLimits(
        int connections,
        int bufferBytes,
        int firstTimeoutMillis,
        int lastTimeoutMillis,
        int attempts,
        int lingerMillis) {

    /// Eight connections with windows of 64 KiB, which wait about ten minutes for a peer that is being recovered.
    public static final TcpLimits STANDARD = new TcpLimits(8, 1 << 16, 200, 2000, 300, 1000);

    private static final int MAX_CONNECTIONS = 1024;
    private static final int MIN_BUFFER_BYTES = 1 << 12;
    private static final int MAX_BUFFER_BYTES = 1 << 18; // which a step can copy

    /// @throws IllegalArgumentException if a limit is out of its range
    public TcpLimits {
        if (connections < 1
                || connections > MAX_CONNECTIONS
                || Integer.bitCount(bufferBytes) != 1
                || bufferBytes < MIN_BUFFER_BYTES
                || bufferBytes > MAX_BUFFER_BYTES
                || firstTimeoutMillis < 1
                || lastTimeoutMillis < firstTimeoutMillis
                || attempts < 1
                || lingerMillis < 1) {
            throw new IllegalArgumentException("bad limits: connections=" + connections + ", bufferBytes=" + bufferBytes
                    + ", firstTimeoutMillis=" + firstTimeoutMillis + ", lastTimeoutMillis=" + lastTimeoutMillis
                    + ", attempts=" + attempts + ", lingerMillis=" + lingerMillis);
        }
    }
}
