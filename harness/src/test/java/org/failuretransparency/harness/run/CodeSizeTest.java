package org.failuretransparency.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CodeSizeTest {

    private static final String SOURCE = """
            package some.where;

            import java.util.List;

            /// A comment.
            final class Thing {

                /* a longer
                   comment */
                private int value; // counted

                int twice() {
                    int sum = value;
                    return sum + value;
                }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void countsNeitherCommentsNorImportsNorBraces() throws IOException {
        Files.writeString(folder.resolve("Thing.java"), SOURCE);
        Files.writeString(folder.resolve("notes.txt"), SOURCE);
        assertThat(CodeSize.ofFolder(folder)).isEqualTo(5);
    }

    @Test
    void countsOneMethod() throws IOException {
        Path file = Files.writeString(folder.resolve("Thing.java"), SOURCE);
        assertThat(CodeSize.ofMethod(file, "int twice()")).isEqualTo(3);
    }

    @Test
    void countsPlacesThatDifferAndNotTheNames() throws IOException {
        Path plain = Files.writeString(folder.resolve("Plain.java"), "import a;\nclass Plain {\n main() {\n run(a);\n");
        Path other = Files.writeString(
                folder.resolve("Other.java"), "import b;\n// new\nclass Other {\n main() {\n x = b;\n run(x);\n");
        assertThat(CodeSize.changes(plain, other)).isEqualTo(2);
        assertThat(CodeSize.changes(plain, plain)).isZero();
    }
}
