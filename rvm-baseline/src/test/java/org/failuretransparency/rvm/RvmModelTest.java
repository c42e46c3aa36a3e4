package org.failuretransparency.rvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.failuretransparency.rio.Storage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random transactions, flushes, truncations, closes and kills, beside a plain array that does the same.
class RvmModelTest {

    private static final int DATABASE_BYTES = 3 * 4096 + 100;

    @TempDir
    Path directory;

    @Test
    void behavesAsAnArrayThatIsCopiedAtEachCommit() {
        long seed = Long.getLong("ft.seed", 20250611);
        for (int run = 0; run < 20; run++) {
            new Run(seed + run, 300).execute();
        }
    }

    @Test
    @Tag("long")
    void behavesAsAnArrayThatIsCopiedAtEachCommitForLong() {
        long seed = Long.getLong("ft.seed", System.nanoTime());
        for (int run = 0; run < 1000; run++) {
            new Run(seed + run, 1000).execute();
        }
    }

    private final class Run {

        private final long seed;
        private final int operations;
        private final SplittableRandom random;
        private final RvmOptions options;
        private Storage storage;
        private RvmMemory memory;

        /// The database after each commit since the memory was opened; element 0 is how it was opened.
        private final List<byte[]> history = new ArrayList<>();

        private byte[] current = new byte[DATABASE_BYTES];

        Run(long seed, int operations) {
            this.seed = seed;
            this.operations = operations;
            this.random = new SplittableRandom(seed);
            this.options = RvmOptions.defaults()
                    .withLogBytes(8192 + 512 + 8 * random.nextInt(1000))
                    .withGroupCommits(1 + random.nextInt(5));
            this.storage = Crashes.newStorage(directory);
            this.memory = RvmMemory.create(storage, "model", DATABASE_BYTES, options);
            opened(current);
        }

        void execute() {
            for (int i = 0; i < operations; i++) {
                step();
                assertThat(Crashes.bytesOf(memory)).as(this::howToRerun).isEqualTo(current);
            }
            memory.close();
        }

        private String howToRerun() {
            return "seed=" + seed + ", rerun: mvn -pl rvm-baseline -am test -Dtest=RvmModelTest -Dft.seed=" + seed;
        }

        private void step() {
            switch (random.nextInt(20)) {
                case 0 -> memory.flush();
                case 1 -> memory.truncate();
                case 2 -> {
                    memory.close();
                    memory = RvmMemory.open(storage, "model", options);
                    assertThat(memory.recovery().transactions())
                            .as(this::howToRerun)
                            .isZero();
                    opened(current);
                }
                case 3 -> kill();
                default -> transaction();
            }
        }

        private void kill() {
            byte[] expected = history.get((int) memory.durableSequence());
            if (random.nextBoolean()) {
                memory.begin();
                declareAndStore(current.clone());
            }
            Storage after = Crashes.afterKill(storage, directory);
            memory.close();
            storage = after;
            memory = RvmMemory.open(storage, "model", options);
            opened(expected);
        }

        private void opened(byte[] content) {
            current = content.clone();
            history.clear();
            history.add(content.clone());
        }

        private void transaction() {
            boolean restore = random.nextInt(4) > 0;
            memory.begin(restore ? RestoreMode.RESTORE : RestoreMode.NO_RESTORE);
            byte[] changed = current.clone();
            declareAndStore(changed);
            if (restore && random.nextInt(4) == 0) {
                memory.abort();
                return;
            }
            memory.commit(random.nextInt(4) == 0 ? CommitMode.NO_FLUSH : CommitMode.FLUSH);
            current = changed;
            history.add(changed.clone());
            assertThat(memory.durableSequence()).as(this::howToRerun).isBetween(0L, history.size() - 1L);
        }

        /// Up to five ranges near each other, so that many overlap, within what the shortest log takes.
        private void declareAndStore(byte[] model) {
            int place = random.nextInt(DATABASE_BYTES - 80);
            for (int range = random.nextInt(6); range > 0; range--) {
                int offset = place + random.nextInt(60);
                byte[] bytes = new byte[1 + random.nextInt(20)];
                random.nextBytes(bytes);
                memory.setRange(offset, bytes.length);
                memory.store(offset, bytes);
                System.arraycopy(bytes, 0, model, offset, bytes.length);
            }
        }
    }
}
