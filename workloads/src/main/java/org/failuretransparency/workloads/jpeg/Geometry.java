package org.failuretransparency.workloads.jpeg;

/// The lengths of what a picture consists of. Chroma has half of the rows and half of the columns (4:2:0), so that an
/// MCU is 16 by 16 pixels: four blocks of luma, then one of blue and one of red chroma. Planes are padded to whole
/// MCUs; coefficients lie MCU after MCU, each block of 64 in zig-zag order. So an MCU row is one range of each of them.
///
/// @param width in pixels
/// @param height in pixels
record Geometry(int width, int height) {

    static final int MCU = 16;
    static final int BLOCK = 8;
    static final int BLOCK_SAMPLES = BLOCK * BLOCK;
    static final int MCU_BLOCKS = 6;
    static final int CHANNELS = 3;

    int mcuColumns() {
        return (width + MCU - 1) / MCU;
    }

    int mcuRows() {
        return (height + MCU - 1) / MCU;
    }

    /// From one row of pixels to the next in the luma plane.
    int lumaStride() {
        return mcuColumns() * MCU;
    }

    int chromaStride() {
        return mcuColumns() * BLOCK;
    }

    /// Columns of chroma that stand for pixels of the picture.
    int chromaWidth() {
        return (width + 1) / 2;
    }

    int chromaHeight() {
        return (height + 1) / 2;
    }

    int lumaRowBytes() {
        return MCU * lumaStride();
    }

    int chromaRowBytes() {
        return BLOCK * chromaStride();
    }

    /// Coefficients of an MCU row.
    int rowCoefficients() {
        return mcuColumns() * MCU_BLOCKS * BLOCK_SAMPLES;
    }

    int rowCoefficientBytes() {
        return rowCoefficients() * Short.BYTES;
    }

    int pixelRowBytes() {
        return width * CHANNELS;
    }

    /// Rows of pixels in an MCU row: 16, in the last one perhaps fewer.
    int pixelRows(int mcuRow) {
        return Math.min(MCU, height - mcuRow * MCU);
    }

    /// Where the pixels of an MCU row start, in a picture of 3 bytes a pixel.
    long pixels(int mcuRow) {
        return (long) mcuRow * MCU * pixelRowBytes();
    }

    long pictureBytes() {
        return (long) height * pixelRowBytes();
    }

    long lumaBytes() {
        return (long) mcuRows() * lumaRowBytes();
    }

    long chromaBytes() {
        return (long) mcuRows() * chromaRowBytes();
    }

    long coefficientBytes() {
        return (long) mcuRows() * rowCoefficientBytes();
    }
}
