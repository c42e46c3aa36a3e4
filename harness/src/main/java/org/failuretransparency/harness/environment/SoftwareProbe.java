package org.failuretransparency.harness.environment;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import oshi.SystemInfo;

/// Asks which kernel, JVM and version of this project is running.
final class SoftwareProbe {

    private static final String UNKNOWN = "unknown";

    private SoftwareProbe() {}

    static Software software() {
        Optional<String> commit = git("rev-parse", "HEAD");
        // Results and charts are what runs make; replacing the reference run does not change the code that makes it.
        Optional<String> changes =
                git("status", "--porcelain", "--", ":/", ":(top,exclude)results", ":(top,exclude)plots");
        return new Software(
                new SystemInfo().getOperatingSystem().toString(),
                System.getProperty("os.version", UNKNOWN),
                System.getProperty("java.vm.name", UNKNOWN) + " " + System.getProperty("java.vm.version", UNKNOWN)
                        + " (" + System.getProperty("java.vendor", UNKNOWN) + ")",
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(argument -> argument.startsWith("-X"))
                        .toList(),
                commit.orElse(UNKNOWN),
                changes.filter(lines -> !lines.isEmpty()).isPresent());
    }

    /// What git prints about the project's folder; empty without git or outside of a checkout.
    private static Optional<String> git(String... arguments) {
        Path folder = ProjectFolder.find().orElse(Path.of(""));
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            Process git = new ProcessBuilder(command)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String printed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.waitFor() == 0 ? Optional.of(printed.trim()) : Optional.empty();
        } catch (IOException e) {
            // No git on this machine: the commit stays unknown, which the result says.
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
