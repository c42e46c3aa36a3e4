package org.failuretransparency.crashlab;

import org.jspecify.annotations.Nullable;

/// One step of a trace, in the order in which the program took them.
sealed interface Step {

    /// Plain stores to a mapping.
    record Store(Change change) implements Step {}

    /// A word stored after every store before it.
    record Publish(Change change) implements Step {}

    /// An order between the stores before and those after.
    record Fence() implements Step {}

    /// A copy into the region by the kernel.
    record Write(Change change) implements Step {}

    /// A region forced to its device.
    record Sync(int region) implements Step {}

    /// Any other entry into the kernel, over which no compiler moves a store.
    record SystemCall() implements Step {}

    /// A region made with its first bytes, whole and durable.
    record Create(int region, Change initial) implements Step {}

    /// A region opened, which on disk forces it: what an owner that was killed left in the page cache is then on the
    /// device.
    record Open(int region) implements Step {}

    /// A region removed.
    record Delete(int region) implements Step {}

    /// The program says where it is; nothing happens to memory.
    record Mark(MarkKind kind, long number) implements Step {}

    /// What a [Mark] says.
    enum MarkKind {
        /// An operation begins.
        BEGAN,
        /// An operation has returned.
        ENDED,
        /// The program has told somebody that everything up to a number survives.
        PROMISED
    }

    /// The bytes that this step changes, if it is a store, a publish or a write.
    default @Nullable Change changes() {
        return switch (this) {
            case Store store -> store.change();
            case Publish publish -> publish.change();
            case Write write -> write.change();
            default -> null;
        };
    }
}
