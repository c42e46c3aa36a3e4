package org.failuretransparency.checkpoint;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import org.failuretransparency.guest.Descriptors;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.TerminalRequests;
import org.failuretransparency.os.Errno;
import org.failuretransparency.os.SystemCall;

/// The modes that a process set on terminals. Recovery sets them again, on whatever terminal the descriptor is now; a
/// descriptor that is no terminal any more is an error, since the process relies on those modes.
///
/// Modes belong to the terminal and not to the process: when the process ends, also by a crash, what it set stays set.
/// The size of the window is the terminal's too, and the process asks for it.
///
/// **Source**: §5.2.2.
final class RecoverableTerminals implements KernelPart {

    private final Path checkpoint;
    private final Descriptors descriptors;
    private final DescriptorRecords records;
    private final MemorySegment modes = Arena.ofAuto().allocate(TerminalRequests.TERMIOS_BYTES, Long.BYTES);

    RecoverableTerminals(Path checkpoint, Descriptors descriptors, DescriptorRecords records) {
        this.checkpoint = checkpoint;
        this.descriptors = descriptors;
        this.records = records;
    }

    /// After `ioctl`: records the modes if it set any. Other descriptors may be of the same terminal, so that all those
    /// with modes are asked what theirs are now.
    void requested(int fd, int request) {
        boolean sets = request == TerminalRequests.TCSETS
                || request == TerminalRequests.TCSETSW
                || request == TerminalRequests.TCSETSF;
        if (!sets) {
            return;
        }
        records.putInt(fd, DescriptorRecords.MODES_SET, 1);
        for (int other = 0; other < Descriptors.LIMIT; other++) {
            if (has(other) && request(other, TerminalRequests.TCGETS) == 0) {
                byte[] now = modes.toArray(ValueLayout.JAVA_BYTE);
                if (!Arrays.equals(now, recorded(other))) {
                    records.put(other, DescriptorRecords.MODES, now);
                }
            }
        }
    }

    private boolean has(int fd) {
        return records.getInt(fd, DescriptorRecords.MODES_SET) != 0;
    }

    private byte[] recorded(int fd) {
        return records.get(fd, DescriptorRecords.MODES, TerminalRequests.TERMIOS_BYTES);
    }

    private long request(int fd, int request) {
        return SystemCall.ioctl(descriptors.host(fd), request, modes.address());
    }

    @Override
    public void restore(Memory memory) {
        for (int fd = 0; fd < Descriptors.LIMIT; fd++) {
            if (has(fd)) {
                modes.copyFrom(MemorySegment.ofArray(recorded(fd)));
                long set = request(fd, TerminalRequests.TCSETS);
                if (set < 0) {
                    throw new CheckpointException.TerminalGone(checkpoint, fd, Errno.nameOf((int) -set));
                }
            }
        }
    }
}
