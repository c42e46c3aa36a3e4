package org.failuretransparency.harness.statistics;

/// A straight line through points, fitted by weighted least squares.
///
/// Each point weighs `1 / y²`, so that relative errors count alike over values that span decades; with equal weights
/// the largest size alone would decide the line and its R².
///
/// @param intercept y at x = 0
/// @param slope y for each unit of x
/// @param rSquared the share of the weighted variance that the line explains; 1 for a perfect line
public record LinearFit(double intercept, double slope, double rSquared) {

    /// Fits at least two points with different x and positive y.
    public static LinearFit relative(double[] x, double[] y) {
        if (x.length != y.length || x.length < 2) {
            throw new IllegalArgumentException("too few points for a line: x=" + x.length + ", y=" + y.length);
        }
        double weight = 0;
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < x.length; i++) {
            double w = 1 / (y[i] * y[i]);
            weight += w;
            meanX += w * x[i];
            meanY += w * y[i];
        }
        meanX /= weight;
        meanY /= weight;
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            double w = 1 / (y[i] * y[i]);
            xx += w * (x[i] - meanX) * (x[i] - meanX);
            xy += w * (x[i] - meanX) * (y[i] - meanY);
            yy += w * (y[i] - meanY) * (y[i] - meanY);
        }
        double slope = xy / xx;
        double rSquared = yy == 0 ? 1 : xy * xy / (xx * yy);
        return new LinearFit(meanY - slope * meanX, slope, rSquared);
    }
}
