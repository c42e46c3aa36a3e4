package org.failuretransparency.harness.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Counts changes, and lines of code: those that are neither blank nor comment, nor package or import lines, nor a
/// brace alone.
final class CodeSize {

    private CodeSize() {}

    /// Lines of code of the Java files below a folder.
    static long ofFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long lines = 0;
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                lines += ofFile(file);
            }
            return lines;
        }
    }

    static long ofFile(Path file) throws IOException {
        return count(Files.readAllLines(file));
    }

    /// Lines of code of the method whose declaration contains `declaration`, from there to its closing brace.
    static long ofMethod(Path file, String declaration) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int first = 0;
        while (!lines.get(first).contains(declaration)) {
            first++;
        }
        String end = lines.get(first).replaceFirst("\\S.*", "") + "}";
        int last = first;
        while (!lines.get(last).equals(end)) {
            last++;
        }
        return count(lines.subList(first, last + 1));
    }

    /// In how many places two sources differ, apart from comments and from their own names: groups of lines that follow
    /// one another in one and are not in the other.
    static long changes(Path one, Path other) throws IOException {
        List<String> before = statements(one);
        List<String> after = statements(other);
        return Math.max(groupsMissingIn(before, after), groupsMissingIn(after, before));
    }

    private static List<String> statements(Path file) throws IOException {
        String name = String.valueOf(file.getFileName()).replace(".java", "");
        return Files.readAllLines(file).stream()
                .map(String::trim)
                .filter(line -> !line.isEmpty() && !line.startsWith("//") && !line.contains(name))
                .toList();
    }

    private static long groupsMissingIn(List<String> others, List<String> lines) {
        long groups = 0;
        boolean inGroup = false;
        for (String line : lines) {
            boolean missing = !others.contains(line);
            groups += missing && !inGroup ? 1 : 0;
            inGroup = missing;
        }
        return groups;
    }

    private static long count(List<String> lines) {
        long code = 0;
        boolean inComment = false;
        for (String line : lines) {
            String text = line.trim();
            boolean starts = text.startsWith("/*");
            boolean isCode = !inComment
                    && !starts
                    && !text.isEmpty()
                    && !text.startsWith("//")
                    && !text.startsWith("import ")
                    && !text.startsWith("package ")
                    && !text.matches("[{}();]+");
            inComment = (inComment || starts) && !text.endsWith("*/");
            code += isCode ? 1 : 0;
        }
        return code;
    }
}
