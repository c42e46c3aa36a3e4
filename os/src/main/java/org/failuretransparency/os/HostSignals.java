package org.failuretransparency.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Signals that are sent to this JVM, collected as bits until somebody takes them, with a descriptor that can be waited
/// for. What handled them before handles them again after [#close()].
///
/// The JVM keeps some signals for itself (`SIGSEGV`, `SIGUSR1`, …) and refuses to give them away.
///
/// **Threads**: one takes and closes; signals arrive on threads of the JVM.
///
/// **Throws**: [OsException] when there is no descriptor left; `IllegalArgumentException` for a signal that the JVM
/// does not give away.
public final class HostSignals implements AutoCloseable {

    private final Arena arena = Arena.ofShared();
    private final MemorySegment one = arena.allocate(ValueLayout.JAVA_LONG);
    private final MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
    private final List<JvmSignal> replaced = new ArrayList<>();
    private final int descriptor;
    private volatile long raised;
    private boolean closed;

    private HostSignals(int descriptor) {
        this.descriptor = descriptor;
        one.set(ValueLayout.JAVA_LONG, 0, 1);
    }

    /// Collects the signals of these names, without `SIG`: `INT`, `TERM`, `WINCH`.
    public static HostSignals collect(String... names) {
        long descriptor = SystemCall.eventfd();
        if (descriptor < 0) {
            throw new OsException("eventfd", "signals=" + String.join(",", names), (int) -descriptor);
        }
        HostSignals signals = new HostSignals((int) descriptor);
        try {
            for (String name : names) {
                signals.replaced.add(JvmSignal.handle(name, signals::raise));
            }
        } catch (IllegalArgumentException e) {
            signals.close();
            throw e;
        }
        return signals;
    }

    /// Can be read (`POLLIN`) while there is a signal to take.
    public int descriptor() {
        return descriptor;
    }

    /// The signals that arrived since the last call: bit n - 1 for signal n. One read of a field when there are none.
    public long take() {
        return raised == 0 ? 0 : takeAll();
    }

    private synchronized long takeAll() {
        long taken = raised;
        raised = 0;
        SystemCall.read(descriptor, count.address(), Long.BYTES);
        return taken;
    }

    private synchronized void raise(int signal) {
        if (!closed) {
            raised |= 1L << signal - 1;
            SystemCall.write(descriptor, one.address(), Long.BYTES);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            replaced.forEach(JvmSignal::restore);
            SystemCall.close(descriptor);
            arena.close();
        }
    }
}
