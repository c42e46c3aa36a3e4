package org.failuretransparency.theory.protocol;

/// A place in the space of recovery protocols (§2.3.1.7, Figures 2.11 and 6.2). Both axes run from 0 to 1 and are
/// ordinal: the dissertation gives an order and no scale.
///
/// @param nonDeterminism effort made to identify non-deterministic events, and beyond 0.5 to convert them
/// @param visible effort made to identify visible events, and beyond 0.5 to treat sends as not visible
public record SpacePoint(double nonDeterminism, double visible) {

    public SpacePoint {
        if (!(nonDeterminism >= 0 && nonDeterminism <= 1 && visible >= 0 && visible <= 1)) {
            throw new IllegalArgumentException(
                    "outside the space of protocols: nonDeterminism=" + nonDeterminism + ", visible=" + visible);
        }
    }
}
