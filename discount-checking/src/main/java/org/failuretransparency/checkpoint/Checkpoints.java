package org.failuretransparency.checkpoint;

import java.time.Duration;
import org.failuretransparency.theory.protocol.Protocol;

/// When a process is checkpointed, besides where it asks for it by `checkpoint`.
///
/// **Source**: §5.3.
public sealed interface Checkpoints {

    /// Where it asks for it, and nowhere else.
    record Manually() implements Checkpoints {}

    /// At the first step's end after so long an interval (more than 0); or then, if the process waits in a system call
    /// (once a call, since nothing changes meanwhile). This bounds what a crash loses; it does not
    /// make recovery consistent with what was shown meanwhile.
    record Every(Duration interval) implements Checkpoints {
        public Every {
            if (interval.isZero() || interval.isNegative()) {
                throw new IllegalArgumentException("interval is not positive: interval=" + interval);
            }
        }
    }

    /// Where the protocol says so, event by event, so that recovery is consistent (chapter 2).
    record By(Protocol protocol) implements Checkpoints {}
}
