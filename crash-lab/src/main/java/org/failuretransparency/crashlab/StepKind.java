package org.failuretransparency.crashlab;

/// What a program does to persistent memory, one step at a time.
public enum StepKind {
    /// A plain store to the mapping: put, copy or fill.
    STORE,
    /// A store that follows every store before it.
    PUBLISH,
    /// Nothing but an order between stores.
    FENCE,
    /// A copy into the region by the kernel.
    WRITE,
    /// The forcing of a region.
    SYNC
}
