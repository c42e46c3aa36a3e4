package org.failuretransparency.theory.trace;

/// When a [TraceWriter] hands its records to the operating system, from where on they survive the end of its process.
public enum Flush {
    /// Each event before `accept` returns, by one system call.
    EACH_EVENT,
    /// On `flush` and at the end, and whenever 64 KiB have gathered.
    ON_REQUEST
}
