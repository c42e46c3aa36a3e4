package org.failuretransparency.harness.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.failuretransparency.harness.results.ResultsException;
import org.failuretransparency.harness.results.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvironmentTest {

    @TempDir
    private Path folder;

    @Test
    void findsOutWhereItRuns() {
        Environment environment = probe();
        assertThat(environment.machine().cpu()).isNotBlank();
        assertThat(environment.machine().logicalCores()).isPositive();
        assertThat(environment.machine().memoryBytes()).isPositive();
        assertThat(environment.software().jvm()).isNotBlank();
        assertThat(environment.storages())
                .singleElement()
                .satisfies(place -> assertThat(place.fileSystem()).isNotBlank());
    }

    @Test
    void namesNeitherPathsNorTheHost() {
        assertThat(probe().toJson())
                .doesNotContain(folder.toString())
                .doesNotContain(System.getProperty("user.home") + "/");
    }

    @Test
    void isReadBackAsItWasWritten() {
        RunFolder run = RunFolder.create(folder);
        Environment environment = probe();
        assertThat(Environment.read(run)).isEmpty();
        environment.write(run);
        assertThat(Environment.read(run)).contains(environment);
        environment.ended().write(run);
        assertThat(Environment.read(run).orElseThrow().invocation().endedAt()).isNotNull();
    }

    @Test
    void aRunThatIsResumedKeepsItsFirstCommandAndItsStart() {
        Invocation first = new Invocation("run 4 5", "standard", List.of("rio"), "2026-11-29T21:58:43Z", null);
        Invocation second = Invocation.starting(List.of("run", "4"), "standard", List.of("rio"));
        assertThat(second.resuming(first).command()).isEqualTo("run 4 5; run 4");
        assertThat(second.resuming(first).startedAt()).isEqualTo(first.startedAt());
        assertThat(first.resuming(first)).isEqualTo(first);
    }

    @Test
    void refusesWhatIsNoEnvironment() throws IOException {
        RunFolder run = RunFolder.create(folder);
        Files.writeString(run.environment(), "{\n  \"invocation\": nonsense\n}\n");
        assertThatThrownBy(() -> Environment.read(run))
                .isInstanceOf(ResultsException.Malformed.class)
                .hasMessageStartingWith(run.environment() + ":2: not an environment: ");
    }

    @Test
    void namesWhatDiffers() {
        Environment a = probe();
        Environment b = new Environment(
                a.invocation(),
                a.machine(),
                new Software("other", "6.0", "a JVM", List.of(), "abc", true),
                new Limits(1L << 30, 1.5),
                a.storages());
        assertThat(Environment.differences(Optional.of(a), Optional.of(a))).isEmpty();
        assertThat(Environment.differences(Optional.of(a), Optional.of(b)))
                .anyMatch(difference -> difference.endsWith("B abc with uncommitted changes"))
                .anyMatch(difference -> difference.startsWith("memory limit: A ") && difference.endsWith("B 1.0 GB"))
                .noneMatch(difference -> difference.startsWith("processor"));
        assertThat(Environment.differences(Optional.of(a), Optional.empty()))
                .containsExactly("B has no environment.json");
    }

    private Environment probe() {
        SequencedMap<String, Path> folders = new LinkedHashMap<>();
        folders.put("disk", folder);
        return Environment.probe(Invocation.starting(List.of("run", "all"), "smoke", List.of("disk")), folders);
    }
}
