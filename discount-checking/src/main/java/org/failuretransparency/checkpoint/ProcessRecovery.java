package org.failuretransparency.checkpoint;

/// What was done to go on with a process.
///
/// @param checkpoint number of the checkpoint that it goes on from
/// @param logBytes bytes of the log that were read: before-images copied back on `rio`, new bytes on a disk
/// @param nanos time from the manifest's opening until the process could go on
public record ProcessRecovery(long checkpoint, long logBytes, long nanos) {}
