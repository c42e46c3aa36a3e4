package org.failuretransparency.theory.trace;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.InvalidComputationException;
import org.failuretransparency.theory.MalformedTraceException;
import org.failuretransparency.theory.Source;
import org.jspecify.annotations.Nullable;

/// Layout of a binary trace, version 1: a header, a record for each event, an end record. Integers of fixed length are
/// little-endian. A *varint* holds 7 bits a byte, lowest first, bit 7 set in all bytes but the last; a *zigzag* is a
/// varint of `(n << 1) ^ (n >> 63)`.
/// ```
/// off  len  field          meaning
///   0    8  magic          89 "FTTRACE"; no text in UTF-8 begins with 89
///   8    4  version        1
///  12    4  headerBytes    length of the header, its checksum included
///  16    4  only           the process whose events alone the trace holds, or -1
///  20    4  processes      number of processes
///  24    …  names          of each process: length in bytes (2), UTF-8
///   …    4  checksum       CRC-32C of the header up to here
///
/// record   when present           field
/// tag      always                 bits 0-4: code; bit 5: OTHER_PROCESS; bit 6: MORE; bit 7: 0
/// process  OTHER_PROCESS          varint. Else it is that of the record before; of the first one: `only`, or 0
/// more     MORE                   bits 0-4: marks; bit 5: VALUE; bit 6: LABEL; bit 7: TIME
/// peer     send, receive, log     varint
/// index    receive, log, round    zigzag of peerIndex less that of the last record with this peer (at first 0);
///                                 of a round: less the last round (at first 0)
/// time     TIME                   zigzag of timeNanos less that of the process's last record with TIME (at first 0)
/// value    VALUE                  zigzag
/// label    LABEL                  varint: n-th remembered label, or 0 and a new one: varint of its bytes, UTF-8.
///                                 The first 4,096 new ones of at most 255 bytes are remembered, from 1
///
/// code  1 internal   2 input   3 poll   4 clock   5 signal   6 port   7 choice
///       8 visible; visible and non-deterministic: 9 message  10 input 11 poll 12 clock 13 signal 14 port 15 choice
///      16 send  17 receive  18 ordered receive  19 commit  20 commit of a round  21 log  22 crash  23 recover
///
/// end record: tag 31, varint number of events, CRC-32C (4) of all bytes of the trace before this tag
/// ```
/// An event's index is not written: it is the number of its process's records before. No code is 0, so that a run of
/// zero bytes is no record. No record is a prefix of another, so that one that was cut off is never taken for a whole
/// one.
final class TraceFormat {

    static final byte[] MAGIC = {(byte) 0x89, 'F', 'T', 'T', 'R', 'A', 'C', 'E'};
    static final int VERSION = 1;
    static final int MAX_HEADER_BYTES = 1 << 20;
    static final int HEADER_BYTES_OFFSET = 12;
    static final int NAMES_OFFSET = 24;

    static final int CODE_MASK = 0x1F;
    static final int OTHER_PROCESS = 0x20;
    static final int MORE = 0x40;
    static final int MARKS_MASK = 0x1F;
    static final int VALUE = 0x20;
    static final int LABEL = 0x40;
    static final int TIME = 0x80;

    static final int CODE_ROUND = 20;
    static final int CODE_END = 31;

    /// Bytes of the longest record without the bytes of a new label: two of 1 byte, four varints of 5, two of 10.
    static final int MAX_RECORD_BYTES = 2 + 5 * 5 + 2 * 10;

    static final int MAX_LABEL_BYTES = 65_535;
    static final int MAX_REMEMBERED_LABELS = 4_096;
    static final int MAX_REMEMBERED_LABEL_BYTES = 255;

    private static final @Nullable EventType[] TYPES = types();

    private TraceFormat() {}

    /// The code of an event of this type.
    static int code(EventType type, boolean inRound) {
        return switch (type.kind()) {
            case INTERNAL -> 1;
            case NON_DETERMINISTIC -> code(type.source());
            case VISIBLE -> 8 + code(type.source());
            case SEND -> 16;
            case RECEIVE -> type.nonDeterministic() ? 17 : 18;
            case COMMIT -> inRound ? CODE_ROUND : 19;
            case LOG -> 21;
            case CRASH -> 22;
            case RECOVER -> 23;
        };
    }

    private static int code(Source source) {
        return switch (source) {
            case NONE -> 0;
            case MESSAGE -> 1;
            case INPUT -> 2;
            case POLL -> 3;
            case CLOCK -> 4;
            case SIGNAL -> 5;
            case PORT -> 6;
            case CHOICE -> 7;
        };
    }

    /// The type of this code, or null if there is none.
    static @Nullable EventType type(int code) {
        return TYPES[code];
    }

    private static @Nullable EventType[] types() {
        @Nullable EventType[] types = new @Nullable EventType[CODE_MASK + 1];
        for (EventType type : List.of(
                EventType.INTERNAL,
                EventType.INPUT,
                EventType.POLL,
                EventType.CLOCK,
                EventType.SIGNAL,
                EventType.PORT,
                EventType.CHOICE,
                EventType.SEND,
                EventType.RECEIVE,
                EventType.ORDERED_RECEIVE,
                EventType.COMMIT,
                EventType.LOG,
                EventType.CRASH,
                EventType.RECOVER)) {
            types[code(type, false)] = type;
        }
        for (Source source : Source.values()) {
            EventType type = new EventType(EventKind.VISIBLE, source);
            types[code(type, false)] = source == Source.NONE ? EventType.VISIBLE : type;
        }
        types[CODE_ROUND] = EventType.COMMIT;
        return types;
    }

    static byte[] encode(TraceHeader header) {
        List<byte[]> names = header.processes().stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toList();
        int lengthBytes = NAMES_OFFSET + Integer.BYTES;
        for (byte[] name : names) {
            lengthBytes += Short.BYTES + name.length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC)
                .putInt(VERSION)
                .putInt(lengthBytes)
                .putInt(header.only())
                .putInt(names.size());
        for (byte[] name : names) {
            bytes.putShort((short) name.length).put(name);
        }
        return bytes.putInt(checksum(bytes.array(), bytes.position())).array();
    }

    /// The header in `bytes`, which begin with the magic and are as many as it says.
    static TraceHeader decode(byte[] bytes, String file) {
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int computed = checksum(bytes, bytes.length - Integer.BYTES);
        int stored = header.getInt(bytes.length - Integer.BYTES);
        if (computed != stored) {
            throw new MalformedTraceException(
                    file + ": header is damaged: checksum=" + hex(stored) + ", expected=" + hex(computed));
        }
        header.position(HEADER_BYTES_OFFSET + Integer.BYTES);
        int only = header.getInt();
        int processes = header.getInt();
        try {
            List<String> names = new ArrayList<>();
            for (int process = 0; process < processes; process++) {
                byte[] name = new byte[Short.toUnsignedInt(header.getShort())];
                header.get(name);
                names.add(new String(name, StandardCharsets.UTF_8));
            }
            return new TraceHeader(names, only);
        } catch (InvalidComputationException | BufferUnderflowException e) {
            throw new MalformedTraceException(file + ": header is malformed: " + e.getMessage(), e);
        }
    }

    private static int checksum(byte[] bytes, int lengthBytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, lengthBytes);
        return (int) checksum.getValue();
    }

    static String hex(int checksum) {
        return "0x%08x".formatted(checksum);
    }
}
