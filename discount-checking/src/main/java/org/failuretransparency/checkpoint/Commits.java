package org.failuretransparency.checkpoint;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.protocol.Action;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.ProtocolState;
import org.failuretransparency.vista.PageTracker;
import org.jspecify.annotations.Nullable;

/// Decides when a process commits: asks the recovery protocol before and after each event, or looks at the clock. What
/// the protocol remembers is part of the process and committed with it.
///
/// A process alone has the whole world around it as its observer: what it sends is visible, and what it receives is
/// input.
///
/// **Source**: §5.3, §2.2.5.
final class Commits {

    /// What a process alone does.
    private static final List<EventType> EVENTS = List.of(
            EventType.INTERNAL,
            EventType.INPUT,
            EventType.POLL,
            EventType.CLOCK,
            EventType.SIGNAL,
            EventType.PORT,
            EventType.VISIBLE);

    private final Path checkpoint;
    private final PageTracker context;
    private final LongSupplier nanoClock;
    private final MemorySegment scratch = Arena.ofAuto().allocate(ProtocolState.MAX_BYTES, Long.BYTES);
    private final @Nullable ProtocolState protocol;
    private final String protocolName;
    private final long intervalNanos;
    private long committedNanos;

    Commits(Checkpoints when, Path checkpoint, PageTracker context, LongSupplier nanoClock) {
        this.checkpoint = checkpoint;
        this.context = context;
        this.nanoClock = nanoClock;
        this.committedNanos = nanoClock.getAsLong();
        this.protocol = when instanceof Checkpoints.By by ? alone(by.protocol()) : null;
        this.protocolName = when instanceof Checkpoints.By by ? by.protocol().id() : "";
        this.intervalNanos =
                when instanceof Checkpoints.Every every ? every.interval().toNanos() : Long.MAX_VALUE;
    }

    private static ProtocolState alone(Protocol protocol) {
        return protocol.start(0, 1, (to, message) -> {
            throw new IllegalStateException("a process alone has nobody to send to: to=" + to);
        });
    }

    /// Refuses a protocol that wants more than commits, before there is a process: asks it about each type of event.
    static void requireSupported(Checkpoints when, Path checkpoint) {
        if (when instanceof Checkpoints.By by) {
            for (EventType type : EVENTS) {
                ProtocolState asked = alone(by.protocol());
                commits(asked.before(type, 0), checkpoint, by.protocol().id());
                commits(asked.after(type, 0), checkpoint, by.protocol().id());
            }
        }
    }

    /// The type of an event of a process alone.
    static EventType alone(EventType type) {
        return switch (type.kind()) {
            case SEND -> EventType.VISIBLE;
            case RECEIVE -> EventType.INPUT;
            default -> type;
        };
    }

    /// Whether to commit before the event of that type and number.
    boolean before(EventType type, int index) {
        return protocol != null && commits(protocol.before(type, index), checkpoint, protocolName);
    }

    /// Whether to commit after it.
    boolean after(EventType type, int index) {
        return protocol != null && commits(protocol.after(type, index), checkpoint, protocolName);
    }

    private static boolean commits(Action action, Path checkpoint, String protocol) {
        return switch (action.type()) {
            case PROCEED -> false;
            case COMMIT, COMMIT_ALL -> true;
            case COMMIT_SET -> (action.processes() & 1) != 0;
            default ->
                throw new CheckpointException.UnsupportedProtocol(
                        checkpoint, protocol, action.type().name());
        };
    }

    /// Whether checkpoints are timed.
    boolean timed() {
        return intervalNanos != Long.MAX_VALUE;
    }

    /// Whether the interval is over.
    boolean due() {
        return timed() && remainingNanos() == 0;
    }

    /// Nanoseconds that are left of a timed interval, 0 if it is over.
    long remainingNanos() {
        return Math.max(0, intervalNanos - (nanoClock.getAsLong() - committedNanos));
    }

    /// Puts what the protocol remembers into the context, in the interval that is about to be committed behind the
    /// event `index`.
    void capture(int index) {
        if (protocol == null) {
            return;
        }
        protocol.committed(index);
        int lengthBytes = protocol.save(scratch);
        MemorySegment all = context.memory().segment();
        long saved = ContextLayout.PROTOCOL + Long.BYTES;
        if (all.get(ValueLayout.JAVA_LONG, ContextLayout.PROTOCOL) != lengthBytes
                || MemorySegment.mismatch(scratch, 0, lengthBytes, all, saved, saved + lengthBytes) >= 0) {
            context.touch(ContextLayout.PROTOCOL, Long.BYTES + lengthBytes);
            all.set(ValueLayout.JAVA_LONG, ContextLayout.PROTOCOL, lengthBytes);
            MemorySegment.copy(scratch, 0, all, saved, lengthBytes);
        }
    }

    /// The interval is committed and the next one begins.
    void committed() {
        if (timed()) {
            committedNanos = nanoClock.getAsLong();
        }
    }

    /// Takes up what the protocol remembered at the last checkpoint. If another one remembered it, or none, the
    /// protocol begins anew: all that a process alone did is committed there, and nobody else is left to depend on it.
    void restore() {
        if (protocol != null) {
            MemorySegment all = context.memory().segment();
            long lengthBytes = all.get(ValueLayout.JAVA_LONG, ContextLayout.PROTOCOL);
            if (lengthBytes == protocol.save(scratch)) {
                protocol.restore(all.asSlice(ContextLayout.PROTOCOL + Long.BYTES, lengthBytes));
            }
            protocol.recovered();
        }
    }
}
