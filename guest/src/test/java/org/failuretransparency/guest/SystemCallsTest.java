package org.failuretransparency.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SystemCallsTest {

    private static final Pattern ROW = Pattern.compile("/// \\| ([A-Z]+) \\|.*");

    private static List<String> constants() {
        return Arrays.stream(SystemCalls.class.getDeclaredFields())
                .filter(field -> Modifier.isPublic(field.getModifiers()))
                .map(Field::getName)
                .toList();
    }

    @Test
    void everyNumberHasAName() throws ReflectiveOperationException {
        for (String constant : constants()) {
            int number = SystemCalls.class.getDeclaredField(constant).getInt(null);
            assertThat(SystemCalls.nameOf(number)).isEqualTo(constant.toLowerCase(Locale.ROOT));
        }
        assertThatThrownBy(() -> SystemCalls.nameOf(5))
                .isInstanceOf(GuestException.NoSuchSystemCall.class)
                .hasMessage("no such system call: number=5");
    }

    @Test
    void theTableHasARowForEach() throws IOException {
        Path source = Path.of(System.getProperty("basedir", ""))
                .resolve("src/main/java/org/failuretransparency/guest/SystemCalls.java");
        List<String> rows = Files.readAllLines(source).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1))
                .toList();
        assertThat(rows).isEqualTo(constants());
    }
}
