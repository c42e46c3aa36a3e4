package org.failuretransparency.harness.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Counts lines of code: those that are neither blank nor comment, nor package or import lines, nor a brace alone.
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
