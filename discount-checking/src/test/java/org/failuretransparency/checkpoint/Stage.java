package org.failuretransparency.checkpoint;

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
import java.util.Arrays;

/// What a child is doing, in a word of a mapped file that outlives it, so that a kill can be counted where it landed.
enum Stage {
    /// Its JVM starts.
    STARTING(0),
    /// It makes a new process.
    CREATING(1),
    /// It goes on with a process.
    RECOVERING(2),
    /// The program runs.
    INTERVAL(3),
    /// A checkpoint is being taken; or it was, and the call that it was taken for is carried out.
    COMMITTING(4),
    /// The program has ended.
    ENDED(5);

    private final int word;

    Stage(int word) {
        this.word = word;
    }

    private static Stage of(int word) {
        return Arrays.stream(values())
                .filter(stage -> stage.word == word)
                .findFirst()
                .orElseThrow();
    }

    /// The word.
    ///
    /// **Threads**: one writes; any may read.
    static final class Word implements AutoCloseable {

        private final Arena arena = Arena.ofShared();
        private final MemorySegment bytes;

        Word(Path file) {
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
                bytes = channel.map(MapMode.READ_WRITE, 0, Long.BYTES, arena);
            } catch (IOException e) {
                arena.close();
                throw new UncheckedIOException(e);
            }
        }

        Stage get() {
            VarHandle.fullFence();
            return of(bytes.get(ValueLayout.JAVA_INT, 0));
        }

        void set(Stage stage) {
            VarHandle.fullFence();
            bytes.set(ValueLayout.JAVA_INT, 0, stage.word);
            VarHandle.fullFence();
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
