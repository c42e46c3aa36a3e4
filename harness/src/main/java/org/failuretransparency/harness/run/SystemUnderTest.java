package org.failuretransparency.harness.run;

import java.util.Optional;
import org.failuretransparency.recoverable.RecoverableMemory;
import org.failuretransparency.recoverable.UnprotectedMemory;
import org.failuretransparency.rio.Protection;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Storage;
import org.failuretransparency.rvm.RvmMemory;
import org.failuretransparency.rvm.RvmOptions;
import org.failuretransparency.vista.Vista;
import org.failuretransparency.vista.VistaMemory;
import org.failuretransparency.vista.VistaOptions;
import org.jspecify.annotations.Nullable;

/// The recoverable memory of an arm, and what can be read off it beside what it does.
final class SystemUnderTest implements AutoCloseable {

    private static final String NAME = "arm";
    private static final String SEGMENT = "database";
    private static final RegionType BARE = RegionType.database("BARE");

    private final RecoverableMemory memory;
    private final Storage storage;
    private final @Nullable RvmMemory rvm;

    private SystemUnderTest(RecoverableMemory memory, Storage storage, @Nullable RvmMemory rvm) {
        this.memory = memory;
        this.storage = storage;
        this.rvm = rvm;
    }

    /// Makes the system's regions new.
    static SystemUnderTest create(ArmSetup setup, Storage storage, long memoryBytes) {
        return switch (setup.system()) {
            case "none" -> {
                Region region = storage.create(NAME, BARE, memoryBytes);
                yield new SystemUnderTest(new UnprotectedMemory(region), storage, null);
            }
            case "vista" -> {
                Vista vista = Vista.create(storage, NAME, VistaOptions.defaults());
                yield new SystemUnderTest(vista.createSegment(SEGMENT, memoryBytes), storage, null);
            }
            case "rvm" -> {
                RvmMemory rvm = RvmMemory.create(storage, NAME, memoryBytes, rvmOptions(setup));
                yield new SystemUnderTest(rvm, storage, rvm);
            }
            default -> throw new IllegalArgumentException("no such system: name=" + setup.system());
        };
    }

    /// Opens what a process left, and so recovers it.
    static SystemUnderTest open(ArmSetup setup, Storage storage) {
        return switch (setup.system()) {
            case "vista" -> {
                VistaMemory memory = Vista.open(storage, NAME).segment(SEGMENT);
                yield new SystemUnderTest(memory, storage, null);
            }
            case "rvm" -> {
                RvmMemory rvm = RvmMemory.open(storage, NAME, rvmOptions(setup));
                yield new SystemUnderTest(rvm, storage, rvm);
            }
            default -> throw new IllegalArgumentException("system does not recover: name=" + setup.system());
        };
    }

    private static RvmOptions rvmOptions(ArmSetup setup) {
        return new RvmOptions(
                0,
                setup.group(),
                RvmOptions.defaults().truncateAtFraction(),
                Optional.ofNullable(setup.copyDirectory()),
                setup.protectPages() ? Protection.PAGES : Protection.NONE);
    }

    RecoverableMemory memory() {
        return memory;
    }

    /// Syncs of all regions so far.
    long syncs() {
        return storage.syncs();
    }

    /// Truncations of the redo log so far; 0 for a system that has none.
    long truncations() {
        return rvm == null ? 0 : rvm.statistics().truncations();
    }

    boolean truncates() {
        return rvm != null;
    }

    /// Flushes of the redo log so far, each of one group.
    long flushes() {
        return rvm == null ? 0 : rvm.statistics().flushes();
    }

    @Override
    public void close() {
        memory.close();
    }
}
