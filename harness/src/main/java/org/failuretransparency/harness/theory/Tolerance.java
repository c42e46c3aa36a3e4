package org.failuretransparency.harness.theory;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.failuretransparency.theory.checker.Failures;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the option `--tolerate`: which failures recovery has to survive.
final class Tolerance implements ITypeConverter<Failures> {

    static final String DESCRIPTION =
            "Failures to survive: one process at a time, so that what is in another one's memory counts, or several "
                    + "at once (default: several).";

    @Override
    public Failures convert(String value) {
        return Arrays.stream(Failures.values())
                .filter(failures -> label(failures).equals(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("no such tolerance: name=" + value + ", known="
                        + Arrays.stream(Failures.values()).map(Tolerance::label).collect(Collectors.joining(","))));
    }

    private static String label(Failures failures) {
        return failures.name().toLowerCase(Locale.ROOT);
    }
}
