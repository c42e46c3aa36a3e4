package org.failuretransparency.theory.explorer;

import java.util.Arrays;

/// The states found, each once, numbered in the order in which they were found, with the state that each was found from
/// and the move that led there.
final class StateTable {

    static final int NONE = -1;
    private static final int FIRST_STATES = 256;

    private final int words;
    private int[] states;
    private int[] parents = new int[FIRST_STATES];
    private int[] moves = new int[FIRST_STATES];
    /// Open addressing: number + 1 of a state, or 0. Twice to four times as long as there can be states.
    private int[] places = new int[4 * FIRST_STATES];

    private int count;

    StateTable(int words) {
        this.words = words;
        states = new int[FIRST_STATES * words];
    }

    int count() {
        return count;
    }

    /// Copies a state out.
    void read(int number, int[] into) {
        System.arraycopy(states, number * words, into, 0, words);
    }

    int parent(int number) {
        return parents[number];
    }

    int move(int number) {
        return moves[number];
    }

    /// Adds a state.
    ///
    /// @return its number, or [#NONE] if it was there already
    int add(int[] state, int parent, int move) {
        int mask = places.length - 1;
        int place = hash(state) & mask;
        while (places[place] != 0) {
            if (same(places[place] - 1, state)) {
                return NONE;
            }
            place = place + 1 & mask;
        }
        if (count == parents.length) {
            grow();
            return add(state, parent, move);
        }
        System.arraycopy(state, 0, states, count * words, words);
        parents[count] = parent;
        moves[count] = move;
        places[place] = ++count;
        return count - 1;
    }

    private int hash(int[] state) {
        int hash = 0;
        for (int i = 0; i < words; i++) {
            hash = hash * 0x9E3779B1 + state[i];
        }
        return hash ^ hash >>> 15;
    }

    private boolean same(int number, int[] state) {
        int from = number * words;
        return Arrays.equals(states, from, from + words, state, 0, words);
    }

    private void grow() {
        int room = 2 * count;
        states = Arrays.copyOf(states, Math.multiplyExact(room, words));
        parents = Arrays.copyOf(parents, room);
        moves = Arrays.copyOf(moves, room);
        places = new int[4 * room];
        int[] state = new int[words];
        for (int number = 0; number < count; number++) {
            read(number, state);
            int place = hash(state) & places.length - 1;
            while (places[place] != 0) {
                place = place + 1 & places.length - 1;
            }
            places[place] = number + 1;
        }
    }
}
