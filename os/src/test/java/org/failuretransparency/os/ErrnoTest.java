package org.failuretransparency.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrnoTest {

    @Test
    void namesTheNumbersThatTheCallsReturn() {
        assertThat(Errno.nameOf(Errno.ENOSPC)).isEqualTo("ENOSPC");
        assertThat(Errno.nameOf(Errno.EDQUOT)).isEqualTo("EDQUOT");
        assertThat(Errno.nameOf(4)).isEqualTo("EINTR");
    }

    @Test
    void givesTheNumberOfAnyOther() {
        assertThat(Errno.nameOf(9999)).isEqualTo("errno 9999");
    }

    @Test
    void saysWhichCallFailedOnWhat() {
        OsException failure = new OsException("pwrite", "path=/a, offset=4096", Errno.EIO);
        assertThat(failure).hasMessage("pwrite: path=/a, offset=4096, errno=EIO");
        assertThat(failure.call()).isEqualTo("pwrite");
        assertThat(failure.errno()).isEqualTo(Errno.EIO);
    }
}
