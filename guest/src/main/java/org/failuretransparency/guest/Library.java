package org.failuretransparency.guest;

import java.util.ArrayList;
import java.util.List;

/// Routines that several programs share. Routines are called by their numbers in the program, so a library is made
/// with the number that its first routine will have, adds that to its own numbers when it calls one, and offers what
/// it can do as methods that do `g.call(…)`. It has no state, only parameters, which are part of its code.
public interface Library {

    /// The number that the first of [#routines()] has in the program.
    int firstRoutine();

    /// The routines, to be listed in this order.
    List<Program.Entry> routines();

    /// A program's own routines and then those of the libraries.
    ///
    /// @throws IllegalArgumentException if a library was made for another place
    static List<Program.Entry> link(List<Program.Entry> own, Library... libraries) {
        List<Program.Entry> all = new ArrayList<>(own);
        for (Library library : libraries) {
            if (library.firstRoutine() != all.size()) {
                throw new IllegalArgumentException("library was made for another place: library="
                        + library.getClass().getSimpleName() + ", firstRoutine=" + library.firstRoutine()
                        + ", its place=" + all.size());
            }
            all.addAll(library.routines());
        }
        return all;
    }
}
