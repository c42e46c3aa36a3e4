package org.failuretransparency.harness.theory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.failuretransparency.theory.EventSink;
import org.failuretransparency.theory.MalformedTraceException;
import org.failuretransparency.theory.checker.CommitInvariant;
import org.failuretransparency.theory.checker.Failures;
import org.failuretransparency.theory.checker.Verdict;
import org.failuretransparency.theory.trace.TraceReader;
import org.failuretransparency.theory.trace.Traces;

/// A trace that was read whole, and the checker's verdict on it. A trace that cannot be read whole has none.
///
/// @param processes the processes' names
record CheckedTrace(List<String> processes, Verdict verdict) {

    /// Reads a trace in constant memory.
    ///
    /// @param files one file, or one of each process
    /// @param kept how many violations are kept with their witnesses
    /// @param also gets the events as well
    /// @throws MalformedTraceException with file, place and reason
    static CheckedTrace read(List<Path> files, Failures failures, int kept, EventSink also) {
        try (TraceReader trace = Traces.open(files)) {
            List<String> processes = trace.header().processes();
            CommitInvariant invariant = new CommitInvariant(processes, failures, kept);
            trace.readInto(event -> {
                invariant.accept(event);
                also.accept(event);
            });
            return new CheckedTrace(processes, invariant.end());
        } catch (IOException e) {
            throw new MalformedTraceException("trace not readable: files=" + files + ", reason=" + e, e);
        }
    }
}
