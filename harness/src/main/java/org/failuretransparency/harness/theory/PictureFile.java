package org.failuretransparency.harness.theory;

import java.nio.file.Path;
import org.failuretransparency.harness.plot.Picture;
import org.failuretransparency.theory.checker.Verdict;

/// Pictures of checked computations, and the files that they go to.
final class PictureFile {

    private PictureFile() {}

    static boolean isPicture(Path file) {
        return file.toString().endsWith(".svg") || file.toString().endsWith(".png");
    }

    /// Writes the picture in the form that the file's name asks for.
    static void write(Picture picture, Path file) {
        if (file.toString().endsWith(".png")) {
            picture.writePng(file);
        } else {
            picture.writeSvg(file);
        }
    }

    /// The verdict as it stands beneath a diagram's title: the first violation, and how many more there are.
    static String words(Verdict verdict) {
        if (verdict.holds()) {
            return "The commit invariant holds.";
        }
        String first = verdict.first().getFirst().words().replace("->", "→");
        long more = verdict.violations() - 1;
        return more == 0 ? first : first + " (and " + more + (more == 1 ? " more violation)" : " more violations)");
    }
}
