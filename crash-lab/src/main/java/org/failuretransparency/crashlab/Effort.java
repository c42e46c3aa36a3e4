package org.failuretransparency.crashlab;

/// How many of the possible images are tried where there are too many for all.
///
/// @param exhaustiveImages where a crash leaves at most so many images open, every one is tried (at least 1)
/// @param samples beyond that, how many are drawn at random, besides the extremes (at least 0)
/// @param seed of the draws
public record Effort(int exhaustiveImages, int samples, long seed) {

    private static final int EXHAUSTIVE_IMAGES = 1024;
    private static final int SAMPLES = 64;

    public Effort {
        if (exhaustiveImages < 1 || samples < 0) {
            throw new IllegalArgumentException("effort out of range: exhaustiveImages=" + exhaustiveImages
                    + ", samples=" + samples + ", expected at least=1 and 0");
        }
    }

    /// All of 1024 images, or the extremes and 64 samples.
    public static Effort seeded(long seed) {
        return new Effort(EXHAUSTIVE_IMAGES, SAMPLES, seed);
    }
}
