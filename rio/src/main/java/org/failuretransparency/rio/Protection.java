package org.failuretransparency.rio;

/// How a region is guarded against stray stores by the program that maps it (§1.4).
public enum Protection {
    /// The mapping can be stored to.
    NONE,
    /// The mapping is read-only, [Region#write] opens the pages that it touches for as long as it copies. A stray store
    /// into the region ends the JVM instead of damaging the data.
    PAGES
}
