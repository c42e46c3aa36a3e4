package org.failuretransparency.recoverable;

import java.util.List;

/// A program of transactions over a [RecoverableMemory], which can say by itself whether the memory is consistent.
/// It keeps nothing outside of the memory that a new process could not rebuild.
public interface Workload {

    /// Bytes that the memory must have at least.
    long databaseBytes();

    /// Fills a fresh memory with the initial database, in transactions that declare at most 64 KB each, and flushes it.
    void load();

    /// Executes one whole transaction, from begin to commit.
    void transaction();

    /// Reads the database and says in words what is inconsistent in it; an empty list says that it is consistent. May
    /// be called between transactions and after a recovery, also by a process that executed none of the transactions.
    List<String> violations();
}
