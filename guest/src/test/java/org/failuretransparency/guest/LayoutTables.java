package org.failuretransparency.guest;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The rows of layouts, and of the tables in comments that document them.
public final class LayoutTables {

    private static final Pattern ROW = Pattern.compile("/// +(\\d+) +(\\d+) +(\\w+)( .*)?");

    private LayoutTables() {}

    /// The named fields as `offset length name`.
    public static List<String> rows(MemoryLayout layout) {
        List<String> rows = new ArrayList<>();
        long offset = 0;
        for (MemoryLayout member : ((StructLayout) layout).memberLayouts()) {
            if (member.name().isPresent()) {
                rows.add(offset + " " + member.byteSize() + " " + member.name().get());
            }
            offset += member.byteSize();
        }
        return rows;
    }

    /// The rows of each fenced table in a class's doc comment, named as from this package.
    public static List<List<String>> tables(String layout) throws IOException {
        Path module = Path.of(System.getProperty("basedir", ""));
        return tables(module.resolve("src/main/java/org/failuretransparency/guest/" + layout + ".java"));
    }

    /// The same of a source file.
    public static List<List<String>> tables(Path source) throws IOException {
        List<List<String>> tables = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(source)) {
            if (line.equals("/// ```")) {
                inside = !inside;
                if (inside) {
                    tables.add(new ArrayList<>());
                }
            }
            Matcher row = ROW.matcher(line);
            if (inside && row.matches()) {
                tables.getLast().add(row.group(1) + " " + row.group(2) + " " + row.group(3));
            }
        }
        return tables;
    }
}
