package org.failuretransparency.vistagrams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Freezes the bytes of version 1: other offsets would make nodes unreadable, or deaf to each other.
class LayoutTest {

    private static final Pattern ROW = Pattern.compile("/// +(\\d+) +(\\d+) +(\\w+) .*");

    @Test
    void aDatagramIsWhatVersion1Has() {
        assertThat(rows(WireLayout.HEADER))
                .containsExactly(
                        "0 4 magic",
                        "4 4 headerCheck",
                        "8 1 version",
                        "9 1 type",
                        "10 1 flags",
                        "11 1 ackCount",
                        "12 4 messageBytes",
                        "16 4 messageCheck",
                        "20 4 traceProcess",
                        "24 4 traceIndex",
                        "28 4 reserved",
                        "32 8 client",
                        "40 8 id",
                        "48 8 floor",
                        "56 8 sender",
                        "64 8 replyAddress",
                        "72 24 acks");
        assertThat(WireLayout.HEADER_BYTES).isEqualTo(96);
        assertThat(WireLayout.VERSION).isEqualTo(1);
        assertThat(WireLayout.MAGIC_VALUE).isEqualTo('V' | 'G' << 8 | 'R' << 16 | 'M' << 24);
        assertThat(WireLayout.kind(2, 3, 1)).isEqualTo(0x01_03_02_01);
        assertThat(WireLayout.id(3, 5)).isEqualTo(3L << 40 | 5);
        assertThat(Node.MAX_MESSAGE_BYTES).isEqualTo(65_411);
    }

    @Test
    void aSegmentIsWhatVersion1Has() {
        assertThat(rows(NodeLayout.HEADER))
                .containsExactly(
                        "0 8 magic",
                        "8 4 version",
                        "12 4 headerCheck",
                        "16 8 nodeId",
                        "24 4 requests",
                        "28 4 responses",
                        "32 4 peers",
                        "36 4 clients",
                        "40 8 messageBytes",
                        "48 8 lengthBytes",
                        "56 4 ipv4",
                        "60 4 reserved",
                        "64 8 port",
                        "72 8 retransmitPort");
        assertThat(NodeLayout.HEADER_BYTES).isEqualTo(80);
        assertThat(rows(EntryLayout.ENTRY))
                .containsExactly(
                        "0 8 state",
                        "8 4 next",
                        "12 4 owner",
                        "16 8 id",
                        "24 8 client",
                        "32 8 replyAddress",
                        "40 4 buffer",
                        "44 4 messageBytes",
                        "48 4 messageCheck",
                        "52 4 requestCheck",
                        "56 4 requestBytes",
                        "60 4 process");
        assertThat(EntryLayout.ENTRY.byteSize()).isEqualTo(64);
        assertThat(rows(PeerLayout.PEER))
                .containsExactly("0 8 state", "8 8 address", "16 8 retransmit", "24 8 nextCounter", "32 4 process");
        assertThat(rows(PeerLayout.CLIENT_RECORD))
                .containsExactly("0 8 state", "8 8 address", "16 8 client", "24 8 floor", "32 4 pair");
        assertThat(PeerLayout.RECORD_BYTES).isEqualTo(64);
        assertThat(PeerLayout.CLIENT_RECORD.byteSize()).isEqualTo(64);
        assertThat(NodeLayout.Areas.of(100, 3, 2, 1, 130_000))
                .isEqualTo(new NodeLayout.Areas(
                        4096,
                        4096 + 128,
                        4096 + 192,
                        4096 + 192 + 512,
                        4096 + 192 + 512 + 64,
                        4096 + 192 + 512 + 64 + 6400,
                        4096 + 192 + 512 + 64 + 6592,
                        4096 + 192 + 512 + 64 + 6592 + 65_536));
    }

    @Test
    void theTablesInTheCommentsSayWhatTheLayoutsAre() throws IOException {
        assertThat(tables("WireLayout").getFirst()).isEqualTo(rows(WireLayout.HEADER));
        assertThat(tables("NodeLayout").getFirst()).isEqualTo(rows(NodeLayout.HEADER));
        assertThat(tables("EntryLayout").getFirst()).isEqualTo(rows(EntryLayout.ENTRY));
        assertThat(tables("PeerLayout").get(0)).isEqualTo(rows(PeerLayout.PEER));
        assertThat(tables("PeerLayout").get(1)).isEqualTo(rows(PeerLayout.CLIENT_RECORD));
    }

    /// The named fields as `offset length name`.
    private static List<String> rows(MemoryLayout layout) {
        List<String> rows = new ArrayList<>();
        long offset = 0;
        for (MemoryLayout member : ((StructLayout) layout).memberLayouts()) {
            if (member.name().isPresent()) {
                rows.add(offset + " " + member.byteSize() + " " + member.name().get());
            }
            offset += member.byteSize();
        }
        return rows;
    }

    /// The rows of each fenced table in a class's doc comment.
    private static List<List<String>> tables(String layout) throws IOException {
        Path module = Path.of(System.getProperty("basedir", ""));
        Path source = module.resolve("src/main/java/org/failuretransparency/vistagrams/" + layout + ".java");
        List<List<String>> tables = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(source)) {
            if (line.equals("/// ```")) {
                inside = !inside;
                if (inside) {
                    tables.add(new ArrayList<>());
                }
            }
            Matcher row = ROW.matcher(line);
            if (inside && row.matches()) {
                tables.getLast().add(row.group(1) + " " + row.group(2) + " " + row.group(3));
            }
        }
        return tables;
    }
}
