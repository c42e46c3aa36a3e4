package org.failuretransparency.theory.explorer;

import java.util.Optional;

/// What an exploration found.
///
/// @param failureFreeOutputs the number of different outputs of failure-free executions
/// @param states the number of different states visited, failure-free ones included
/// @param badRun a run whose output no failure-free execution gives, if there is one
public record Exploration(int failureFreeOutputs, int states, Optional<BadRun> badRun) {}
