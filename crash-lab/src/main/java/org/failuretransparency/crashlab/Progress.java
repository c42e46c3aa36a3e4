package org.failuretransparency.crashlab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// How far a child has come, in a small mapped file that outlives it: the parent reads there whether a kill landed in
/// the middle of something. Written without a system call, so that it does not slow the child down to where kills miss.
///
/// **Survives**: process kill.
///
/// **Threads**: one in the child; the parent reads after the child's end.
final class Progress implements AutoCloseable {

    private static final long FILE_BYTES = 4096;
    private static final long RECOVERING = 0;
    private static final long STARTED = 8;
    private static final long COMPLETED = 16;
    private static final long PROMISED = 24;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment words;

    private Progress(Path file) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            words = channel.map(MapMode.READ_WRITE, 0, FILE_BYTES, arena);
        } catch (IOException e) {
            arena.close();
            throw new UncheckedIOException(e);
        }
    }

    static Progress in(Path file) {
        return new Progress(file);
    }

    boolean isRecovering() {
        return words.get(ValueLayout.JAVA_LONG, RECOVERING) != 0;
    }

    Marks marks() {
        return new Marks(
                words.get(ValueLayout.JAVA_LONG, STARTED),
                words.get(ValueLayout.JAVA_LONG, COMPLETED),
                words.get(ValueLayout.JAVA_LONG, PROMISED));
    }

    void recovering() {
        set(RECOVERING, 1);
    }

    /// The recovered state holds the operations up to `number`, and from here on promises them.
    void recovered(long number) {
        set(STARTED, number);
        set(COMPLETED, number);
        set(PROMISED, number);
        set(RECOVERING, 0);
    }

    void started(long number) {
        set(STARTED, number);
    }

    void completed(long number, long durable) {
        set(PROMISED, durable);
        set(COMPLETED, number);
    }

    /// Stores a word before everything that follows and after everything that came first.
    private void set(long offset, long value) {
        VarHandle.fullFence();
        words.set(ValueLayout.JAVA_LONG, offset, value);
        VarHandle.fullFence();
    }

    @Override
    public void close() {
        arena.close();
    }
}
