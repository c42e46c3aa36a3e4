package org.failuretransparency.workloads.jpeg;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.failuretransparency.guest.Kernel;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.PlainRunner;
import org.failuretransparency.guest.Registers;
import org.failuretransparency.guest.SignalTable;
import org.jspecify.annotations.Nullable;

/// Runs the program with a kernel that looks into its memory: at each line that it writes, it keeps the picture, the
/// file and what was decoded; and between steps a test may meddle.
final class Inspection implements Kernel {

    /// What was in memory when a line was written.
    static final class Result {
        final byte[] source;
        final byte[] file;
        final byte[] decoded;

        private Result(byte[] source, byte[] file, byte[] decoded) {
            this.source = source;
            this.file = file;
            this.decoded = decoded;
        }
    }

    private final Geometry geometry;
    private final BiConsumer<Memory, Integer> meddler;
    private final SignalTable signals = new SignalTable();
    private final List<Result> results = new ArrayList<>();
    private final StringBuilder output = new StringBuilder();
    private final int status;
    private @Nullable Memory memory;

    /// Runs it; `meddler` is called with the point of each step once the first line is written.
    Inspection(Codec.Settings settings, BiConsumer<Memory, Integer> meddler) {
        this.geometry = new Geometry(settings.width(), settings.height());
        this.meddler = meddler;
        this.status = PlainRunner.run(Codec.program(settings), this);
    }

    List<Result> results() {
        return results;
    }

    String output() {
        return output.toString();
    }

    int status() {
        return status;
    }

    @Override
    public long perform(Registers registers, Memory programMemory) {
        memory = programMemory;
        byte[] written = bytes(programMemory, registers.argument(1), registers.argument(2));
        String line = new String(written, StandardCharsets.US_ASCII);
        output.append(line);
        if (line.startsWith("picture=")) {
            long fileBytes = programMemory.getLong(StateLayout.FILE_BYTES);
            results.add(new Result(
                    bytes(programMemory, programMemory.getLong(StateLayout.SOURCE), geometry.pictureBytes()),
                    bytes(programMemory, programMemory.getLong(StateLayout.FILE), fileBytes),
                    bytes(programMemory, programMemory.getLong(StateLayout.DECODED), geometry.pictureBytes())));
        }
        return registers.argument(2);
    }

    private static byte[] bytes(Memory memory, long address, long count) {
        byte[] bytes = new byte[(int) count];
        memory.get(address, bytes, 0, bytes.length);
        return bytes;
    }

    @Override
    public void raiseDue(Registers registers) {
        if (memory != null) {
            meddler.accept(memory, registers.point());
        }
    }

    @Override
    public SignalTable signals() {
        return signals;
    }
}
