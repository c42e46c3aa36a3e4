package org.failuretransparency.guest;

import java.util.List;

/// A program: its code, and how much memory it needs. What it was parameterized with is part of its code: to go on
/// after a crash it must be made again with the same parameters.
///
/// @param name of the program, for people and for recognizing its checkpoints
/// @param version of its code and its data's layout; a checkpoint of another version is refused
/// @param space its memory
/// @param routines its routines; their places are their numbers
/// @param mainRoutine the number of the routine that it starts with
public record Program(String name, long version, AddressSpace space, List<Entry> routines, int mainRoutine) {

    /// A routine of a program.
    ///
    /// @param name for messages
    /// @param locals slots of 8 bytes in its frame, its arguments among them; there are at least 2
    /// @param code what its steps do
    public record Entry(String name, int locals, Routine code) {

        private static final int MAX_LOCALS = 1 << 16;

        public Entry {
            if (locals < 0 || locals > MAX_LOCALS) {
                throw new IllegalArgumentException("bad number of locals: routine=" + name + ", locals=" + locals);
            }
            locals = Math.max(2, locals);
        }
    }

    /// @throws IllegalArgumentException if there is no such main routine
    public Program {
        routines = List.copyOf(routines);
        if (mainRoutine < 0 || mainRoutine >= routines.size()) {
            throw new IllegalArgumentException("no such main routine: program=" + name + ", mainRoutine=" + mainRoutine
                    + ", routines=" + routines.size());
        }
    }
}
