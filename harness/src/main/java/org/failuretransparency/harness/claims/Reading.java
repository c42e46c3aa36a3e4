package org.failuretransparency.harness.claims;

/// A measured value and where it was taken: `at bytes=8`, with what has to be said about it.
record Reading(Measured measured, String where) {}
