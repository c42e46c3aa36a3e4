package org.failuretransparency.theory.checker;

import java.util.ArrayList;
import java.util.List;

/// The pasts of the messages that can still be received, by their slots, in large arrays that never move.
final class MessagePasts {

    private static final int CHUNK_SHIFT = 10;
    private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;

    private final int words;
    private final List<int[]> chunks = new ArrayList<>();

    MessagePasts(int processes) {
        words = Past.words(processes);
    }

    void store(int slot, Past past) {
        int chunk = slot >> CHUNK_SHIFT;
        if (chunk == chunks.size()) {
            chunks.add(new int[words << CHUNK_SHIFT]);
        }
        past.store(chunks.get(chunk), (slot & CHUNK_MASK) * words);
    }

    void load(int slot, Past past) {
        past.load(chunks.get(slot >> CHUNK_SHIFT), (slot & CHUNK_MASK) * words);
    }
}
