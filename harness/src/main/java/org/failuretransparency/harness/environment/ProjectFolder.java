package org.failuretransparency.harness.environment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The folder that the project was checked out to: where published numbers are read from and charts are published to.
public final class ProjectFolder {

    private static final String PROPERTY = "ft.home";
    private static final Path PUBLISHED = Path.of("results", "paper");

    private ProjectFolder() {}

    /// The folder that the system property `ft.home` names, or else the nearest one at or above the working directory
    /// that has `results/paper`; empty outside of the project.
    public static Optional<Path> find() {
        String home = System.getProperty(PROPERTY);
        if (home != null) {
            return Optional.of(Path.of(home)).filter(Files::isDirectory);
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(PUBLISHED))) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }
}
