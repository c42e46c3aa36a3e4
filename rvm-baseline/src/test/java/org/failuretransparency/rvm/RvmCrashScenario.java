package org.failuretransparency.rvm;

import org.failuretransparency.recoverable.RecordedProgram;
import org.failuretransparency.rio.Protection;
import org.failuretransparency.rio.StorageKind;

/// What programs do to an RVM when they are crashed.
enum RvmCrashScenario implements RecordedProgram.Scenario {
    /// Ranges of several lengths, overlapping ones too, each transaction flushed by itself.
    COMMIT(1) {
        @Override
        void run(RvmCrashProgram program) {
            program.commit(1, CommitMode.FLUSH, 8);
            program.commit(2, CommitMode.FLUSH, 3, 8, 900);
            program.commit(3, CommitMode.FLUSH, 65);
            program.commit(4, CommitMode.FLUSH, 700, 300);
            program.commit(5, CommitMode.FLUSH, 1);
            program.commit(6, CommitMode.FLUSH, 800);
        }
    },
    /// Over protected pages, where a write is a copy by stores between two system calls.
    PROTECTED(1) {
        @Override
        void run(RvmCrashProgram program) {
            for (int i = 1; i <= 2; i++) {
                program.commit(i, CommitMode.FLUSH, 8, 20);
            }
            program.truncate();
        }

        @Override
        Protection protection() {
            return Protection.PAGES;
        }
    },
    /// Groups of three, the last one incomplete.
    GROUP_COMMIT(3) {
        @Override
        void run(RvmCrashProgram program) {
            for (int i = 1; i <= 16; i++) {
                program.commit(i, CommitMode.FLUSH, 8, 20);
            }
        }
    },
    /// Commits that wait for a flush.
    NO_FLUSH(1) {
        @Override
        void run(RvmCrashProgram program) {
            for (int i = 0; i < 3; i++) {
                program.commit(5 * i + 1, CommitMode.NO_FLUSH, 16);
                program.commit(5 * i + 2, CommitMode.NO_FLUSH, 16);
                program.flush();
                program.commit(5 * i + 3, CommitMode.NO_FLUSH, 16);
                program.commit(5 * i + 4, CommitMode.FLUSH, 16);
                program.commit(5 * i + 5, CommitMode.NO_FLUSH, 16);
            }
        }
    },
    /// Aborts between commits, and a transaction without before-images.
    ABORT(1) {
        @Override
        void run(RvmCrashProgram program) {
            for (int i = 0; i < 3; i++) {
                program.commit(4 * i + 1, CommitMode.FLUSH, 16);
                program.abort(4 * i + 2, 8, 40);
                program.commitWithoutBeforeImages(4 * i + 3, 8, 40);
                program.abort(4 * i + 4, 100);
            }
            program.flush();
        }
    },
    /// So many commits that the log is truncated again and again, and its ring ends in the middle of a record.
    WRAP_AND_TRUNCATION(1) {
        @Override
        void run(RvmCrashProgram program) {
            for (int i = 1; i <= 14; i++) {
                program.commit(i, CommitMode.FLUSH, 8, 700);
            }
        }
    },
    /// Truncations that the program asks for, with a group that is not complete.
    TRUNCATION(4) {
        @Override
        void run(RvmCrashProgram program) {
            program.commit(1, CommitMode.FLUSH, 100);
            program.commit(2, CommitMode.FLUSH, 8);
            program.truncate();
            program.commit(3, CommitMode.FLUSH, 30);
            program.truncate();
            program.commit(4, CommitMode.FLUSH, 30);
        }
    },
    /// Closing with a group that is not complete.
    CLOSE(4) {
        @Override
        void run(RvmCrashProgram program) {
            program.commit(1, CommitMode.FLUSH, 100);
            program.commit(2, CommitMode.FLUSH, 8);
            program.end();
        }
    };

    private final int groupCommits;

    RvmCrashScenario(int groupCommits) {
        this.groupCommits = groupCommits;
    }

    /// The operations.
    abstract void run(RvmCrashProgram program);

    Protection protection() {
        return Protection.NONE;
    }

    @Override
    public RvmCrashProgram on(StorageKind kind) {
        RvmOptions options =
                RvmOptions.defaults().withGroupCommits(groupCommits).withProtection(protection());
        RvmCrashProgram program = new RvmCrashProgram(kind, options);
        run(program);
        return program;
    }
}
