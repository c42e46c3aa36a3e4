import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Formats the Java sources of every module with palantir-java-format, or names those that are not formatted.
///
/// It runs on the JDK that compiles the project, since the formatter parses with the compiler of its own JVM: inside
/// Maven, which may run on 17, it could not read Java 25. On JDK 23 and later the formatter damages Markdown doc
/// comments whose lines are nearly full, so it sees a short line comment in the place of each of their lines; what they
/// say is not changed, except that words beyond the last column move to the next line of the paragraph.
///
/// The formatter cannot read a bare `_` inside a record pattern (write `var _`), nor `import module`.
///
/// Arguments: `check` or `apply`, then the project's folder.
final class Format {

    private static final int COLUMNS = 120;
    private static final JavaFormatterOptions.Style STYLE = JavaFormatterOptions.Style.PALANTIR;
    private static final Pattern DOC = Pattern.compile("( *)(///( *)(.*))");
    private static final Pattern MASK = Pattern.compile("// ¦(\\d+)¦");
    private static final Pattern ITEM = Pattern.compile("(\\d+\\.|[*-]) .*");
    private static final Pattern NOT_PROSE = Pattern.compile("|```.*|[|#@>].*|\\*\\*.*|" + ITEM);

    private Format() {}

    public static void main(String[] arguments) throws IOException {
        boolean apply = arguments[0].equals("apply");
        Path root = Path.of(arguments[1]).toRealPath();
        Formatter formatter = Formatter.createFormatter(
                JavaFormatterOptions.builder().style(STYLE).build());
        boolean failed = false;
        for (Path file : sources(root)) {
            String source = Files.readString(file);
            try {
                String formatted = format(formatter, source);
                if (formatted.equals(source)) {
                    continue;
                }
                if (apply) {
                    Files.writeString(file, formatted);
                    continue;
                }
                System.err.println("not formatted: " + root.relativize(file));
            } catch (FormatterException e) {
                System.err.println("not readable: " + root.relativize(file) + ": " + e.getMessage());
            }
            failed = true;
        }
        if (failed) {
            System.err.println("to format every file: mvn -pl config verify -Dformat");
            System.exit(1);
        }
    }

    private static List<Path> sources(Path root) throws IOException {
        List<Path> sources = new ArrayList<>(List.of(root.resolve("config/Format.java")));
        try (Stream<Path> modules = Files.list(root)) {
            for (Path folder : modules.map(module -> module.resolve("src")).toList()) {
                if (Files.isDirectory(folder)) {
                    try (Stream<Path> files = Files.walk(folder)) {
                        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                    }
                }
            }
        }
        sources.sort(null);
        return sources;
    }

    private static String format(Formatter formatter, String source) throws FormatterException {
        String imported = ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(source), STYLE);
        List<String> lines = new ArrayList<>(Arrays.asList(imported.split("\n", -1)));
        refill(lines);
        List<String> masked = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            var doc = DOC.matcher(lines.get(i));
            masked.add(doc.matches() ? doc.group(1) + "// ¦" + i + "¦" : lines.get(i));
        }
        String formatted = formatter.formatSource(String.join("\n", masked));
        return MASK.matcher(formatted)
                .replaceAll(mask -> Matcher.quoteReplacement(
                        lines.get(Integer.parseInt(mask.group(1))).strip()));
    }

    /// Moves the words beyond the last column of a doc comment's line to the next line, if that goes on with the prose.
    private static void refill(List<String> lines) {
        boolean fenced = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            var doc = DOC.matcher(line);
            boolean isDoc = doc.matches();
            fenced = isDoc && fenced != doc.group(4).startsWith("```");
            if (!isDoc || fenced || line.length() <= COLUMNS || doc.group(4).startsWith("|")) {
                continue;
            }
            int cut = line.lastIndexOf(' ', COLUMNS);
            if (cut <= doc.start(4)) {
                continue;
            }
            String rest = line.substring(cut).strip();
            lines.set(i, line.substring(0, cut));
            var next = DOC.matcher(lines.get(i + 1));
            if (next.matches() && !NOT_PROSE.matcher(next.group(4)).matches()) {
                lines.set(i + 1, lines.get(i + 1).substring(0, next.start(4)) + rest + " " + next.group(4));
            } else {
                String item = ITEM.matcher(doc.group(4)).matches() ? "  " : "";
                lines.add(i + 1, line.substring(0, doc.start(4)) + item + rest);
            }
        }
    }
}
