package org.failuretransparency.workloads.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The machine's layout, in the numbers of its table: checkpoints hold it.
class LayoutTest {

    @Test
    void isAsDocumented() {
        assertThat(MachineLayout.REGISTERS).isZero();
        assertThat(MachineLayout.PC).isEqualTo(128);
        assertThat(MachineLayout.NEXT_PC).isEqualTo(132);
        assertThat(MachineLayout.CARRY).isEqualTo(136);
        assertThat(MachineLayout.STOP).isEqualTo(140);
        assertThat(MachineLayout.STOP_DETAIL).isEqualTo(144);
        assertThat(MachineLayout.MISSES).isEqualTo(152);
        assertThat(MachineLayout.COUNTS).isEqualTo(160);
        assertThat(MachineLayout.OUTPUT_BYTES).isEqualTo(672);
        assertThat(MachineLayout.OUTPUT).isEqualTo(680);
        assertThat(MachineLayout.OUTPUT_LIMIT).isEqualTo(1024);
        assertThat(MachineLayout.STATE.byteSize()).isLessThanOrEqualTo(MachineLayout.TAGS);
        assertThat(MachineLayout.TAGS).isEqualTo(4096);
        assertThat(MachineLayout.MEMORY).isEqualTo(8192);
    }
}
