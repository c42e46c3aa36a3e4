package org.failuretransparency.theory.explorer;

/// The local states of all processes of a computation, made when they are first reached.
///
/// **Threads:** one.
interface Locals {

    int processes();

    String name(int process);

    Local start(int process);

    /// The local state of that process with that number.
    Local local(int process, int id);

    /// Where an event leads: `branch` is the sibling that is chosen, the message that is received, or 0.
    Local follow(Local from, int branch);

    /// The same state, after a commit that another process asked for.
    Local committed(Local local);

    /// The most messages that one process can send to another.
    int messages(int from, int to);

    /// The most non-deterministic events that a process can execute.
    int choices(int process);

    /// Whether results can be logged.
    boolean logs();

    /// Who sends a message.
    int sender(int message);

    /// The number of different labels that can be shown so far.
    int labels();

    /// A label, with its process.
    String label(int label);

    /// The event that `branch` of this state stands for, in words.
    String words(Local from, int branch);
}
