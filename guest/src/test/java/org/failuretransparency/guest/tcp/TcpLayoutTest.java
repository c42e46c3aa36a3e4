package org.failuretransparency.guest.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.failuretransparency.guest.LayoutTables;
import org.junit.jupiter.api.Test;

/// What segments are on their way, and what checkpoints hold of connections.
class TcpLayoutTest {

    @Test
    void aSegmentIsWhatVersion1Has() {
        assertThat(LayoutTables.rows(SegmentLayout.LAYOUT))
                .containsExactly(
                        "0 4 magic",
                        "4 4 checksum",
                        "8 4 connection",
                        "12 4 flags",
                        "16 8 sequence",
                        "24 8 acknowledgement",
                        "32 4 window",
                        "36 4 length");
        assertThat(SegmentLayout.DATA).isEqualTo(40);
        assertThat(SegmentLayout.MAX_BYTES).isEqualTo(1448);
        assertThat(SegmentLayout.MAGIC).isEqualTo(0x31545446);
    }

    @Test
    void theTablesInTheCommentsSayWhatTheLayoutsAre() throws IOException {
        assertThat(LayoutTables.tables("tcp/SegmentLayout").getFirst())
                .containsExactlyElementsOf(LayoutTables.rows(SegmentLayout.LAYOUT));
        assertThat(LayoutTables.tables("tcp/EndpointLayout")).containsExactly(LayoutTables.rows(EndpointLayout.LAYOUT));
        assertThat(LayoutTables.tables("tcp/ConnectionLayout"))
                .containsExactly(LayoutTables.rows(ConnectionLayout.LAYOUT));
        assertThat(EndpointLayout.BYTES).isEqualTo(3024);
        assertThat(ConnectionLayout.BYTES).isEqualTo(272);
    }
}
