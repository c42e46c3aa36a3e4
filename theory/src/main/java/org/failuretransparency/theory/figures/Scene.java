package org.failuretransparency.theory.figures;

import org.failuretransparency.theory.Computation;

/// A computation of a figure.
///
/// @param title what happens in it, in a few words
public record Scene(String title, Computation computation) {}
