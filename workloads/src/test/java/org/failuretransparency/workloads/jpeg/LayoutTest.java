package org.failuretransparency.workloads.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The program's layouts, in the numbers of their tables: checkpoints hold them.
class LayoutTest {

    @Test
    void theStateIsAsDocumented() {
        assertThat(StateLayout.SOURCE).isZero();
        assertThat(StateLayout.LUMA).isEqualTo(8);
        assertThat(StateLayout.BLUE).isEqualTo(16);
        assertThat(StateLayout.RED).isEqualTo(24);
        assertThat(StateLayout.COEFFICIENTS).isEqualTo(32);
        assertThat(StateLayout.DECODED_LUMA).isEqualTo(40);
        assertThat(StateLayout.DECODED_BLUE).isEqualTo(48);
        assertThat(StateLayout.DECODED_RED).isEqualTo(56);
        assertThat(StateLayout.DECODED).isEqualTo(64);
        assertThat(StateLayout.FILE).isEqualTo(72);
        assertThat(StateLayout.FILE_BYTES).isEqualTo(80);
        assertThat(StateLayout.FILE_ROOM).isEqualTo(88);
        assertThat(StateLayout.BITS).isEqualTo(96);
        assertThat(StateLayout.BIT_COUNT).isEqualTo(104);
        assertThat(StateLayout.PREDICTORS).isEqualTo(108);
        assertThat(StateLayout.POSITION).isEqualTo(120);
        assertThat(StateLayout.CHECKSUM).isEqualTo(128);
        assertThat(StateLayout.SQUARED_ERROR).isEqualTo(136);
        assertThat(StateLayout.LARGEST_ERROR).isEqualTo(144);
        assertThat(StateLayout.TOTAL_BYTES).isEqualTo(152);
        assertThat(StateLayout.TOTAL).isEqualTo(160);
        assertThat(StateLayout.TABLES).isEqualTo(168);
        assertThat(StateLayout.OUTPUT_BYTES).isEqualTo(680);
        assertThat(StateLayout.OUTPUT).isEqualTo(688);
        assertThat(StateLayout.STATE.byteSize()).isEqualTo(944);
    }

    @Test
    void aPictureTakesWholeMcus() {
        Geometry geometry = new Geometry(33, 18);
        assertThat(geometry.mcuColumns()).isEqualTo(3);
        assertThat(geometry.mcuRows()).isEqualTo(2);
        assertThat(geometry.lumaBytes()).isEqualTo(48 * 32);
        assertThat(geometry.chromaBytes()).isEqualTo(24 * 16);
        assertThat(geometry.coefficientBytes()).isEqualTo(6 * 6 * 64 * 2);
        assertThat(geometry.pictureBytes()).isEqualTo(33 * 18 * 3);
        assertThat(geometry.pixelRows(0)).isEqualTo(16);
        assertThat(geometry.pixelRows(1)).isEqualTo(2);
        assertThat(geometry.chromaWidth()).isEqualTo(17);
        assertThat(geometry.chromaHeight()).isEqualTo(9);
    }
}
