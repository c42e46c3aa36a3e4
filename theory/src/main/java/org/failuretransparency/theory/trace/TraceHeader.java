package org.failuretransparency.theory.trace;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.InvalidComputationException;

/// What a trace says before its events.
///
/// @param processes the names of all processes of the computation, 1 to 1,024; process p is the p-th. A name has 1 to
///     64 letters, digits and `_ - . :`, and is none of the words `processes`, `only` and `end`
/// @param only the process whose events alone the trace holds, or -1 if it holds those of all
public record TraceHeader(List<String> processes, int only) {

    /// The most processes that a trace may have.
    public static final int MAX_PROCESSES = 1024;

    private static final int MAX_NAME_CHARS = 64;
    private static final Set<String> RESERVED = Set.of(TraceText.PROCESSES, TraceText.ONLY, TraceText.END);

    /// @throws InvalidComputationException if a name or a number is not as described
    public TraceHeader {
        processes = List.copyOf(processes);
        if (processes.isEmpty() || processes.size() > MAX_PROCESSES) {
            throw new InvalidComputationException(
                    "wrong number of processes: processes=" + processes.size() + ", expected=1.." + MAX_PROCESSES);
        }
        for (String name : processes) {
            if (!isName(name) || RESERVED.contains(name)) {
                throw new InvalidComputationException("not a name for a process: name=\"" + name
                        + "\", expected=1 to 64 letters, digits and _ - . :, and none of "
                        + RESERVED.stream().sorted().toList());
            }
        }
        if (new HashSet<>(processes).size() < processes.size()) {
            throw new InvalidComputationException("two processes have one name: processes=" + processes);
        }
        if (only < Event.NONE || only >= processes.size()) {
            throw new InvalidComputationException(
                    "no such process: process=" + only + ", processes=" + processes.size());
        }
    }

    /// The header of a trace that holds the events of all these processes.
    public static TraceHeader of(List<String> processes) {
        return new TraceHeader(processes, Event.NONE);
    }

    /// The header of a trace that one process writes of its own events.
    public static TraceHeader of(List<String> processes, int only) {
        return new TraceHeader(processes, only);
    }

    static boolean isName(String word) {
        return !word.isEmpty()
                && word.length() <= MAX_NAME_CHARS
                && word.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_-.:".indexOf(c) >= 0);
    }
}
