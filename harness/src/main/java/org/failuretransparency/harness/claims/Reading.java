package org.failuretransparency.harness.claims;

/// A measured value and where it was taken.
///
/// @param place on the axis, e.g. the number of bytes
/// @param where the same in words, `at 8 B`, with what has to be said about it
record Reading(Measured measured, double place, String where) {}
