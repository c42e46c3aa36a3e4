package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// A library's routines stand where it was made for.
class LibraryTest {

    private record Two(int firstRoutine) implements Library {
        @Override
        public List<Program.Entry> routines() {
            return List.of(new Program.Entry("one", 2, g -> {}), new Program.Entry("two", 2, g -> {}));
        }
    }

    private static final List<Program.Entry> OWN = List.of(new Program.Entry("main", 2, g -> {}));

    @Test
    void librariesFollowTheProgramsOwnRoutines() {
        assertThat(Library.link(OWN, new Two(1), new Two(3)))
                .extracting(Program.Entry::name)
                .containsExactly("main", "one", "two", "one", "two");
    }

    @Test
    void refusesALibraryThatWasMadeForAnotherPlace() {
        assertThatThrownBy(() -> Library.link(OWN, new Two(1), new Two(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("library was made for another place: library=Two, firstRoutine=2, its place=3");
    }
}
