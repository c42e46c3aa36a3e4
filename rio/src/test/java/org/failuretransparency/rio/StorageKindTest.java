package org.failuretransparency.rio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StorageKindTest {

    @Test
    void isFoundByItsLabel() {
        assertThat(StorageKind.of("rio")).isEqualTo(StorageKind.RIO);
        assertThat(StorageKind.of("disk-1996")).isEqualTo(StorageKind.DISK_1996);
        for (StorageKind kind : StorageKind.values()) {
            assertThat(StorageKind.of(kind.label())).isEqualTo(kind);
        }
    }

    @Test
    void listsWhatThereIsWhenAskedForAnother() {
        assertThatThrownBy(() -> StorageKind.of("tape"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such storage: name=tape, known=rio,disk,disk-1996,disk-1998");
    }

    @Test
    void saysWhatHasToBeForcedAndWhatIsModelled() {
        assertThat(StorageKind.RIO.forces()).isFalse();
        assertThat(StorageKind.DISK.forces()).isTrue();
        assertThat(StorageKind.DISK.isModelled()).isFalse();
        assertThat(StorageKind.DISK_1996.isModelled()).isTrue();
        assertThat(StorageKind.DISK_1998.isModelled()).isTrue();
    }
}
