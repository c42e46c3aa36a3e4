package org.failuretransparency.crashlab;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.failuretransparency.rio.ModelClock;
import org.failuretransparency.rio.Region;
import org.failuretransparency.rio.RegionException;
import org.failuretransparency.rio.RegionLayout;
import org.failuretransparency.rio.RegionType;
import org.failuretransparency.rio.Regions;
import org.failuretransparency.rio.StorageKind;

/// Regions in plain memory, and a recording of what a program does to them.
/// ```java
/// try (Recording recording = Recording.on(StorageKind.RIO)) {
///     Bank bank = Bank.create(recording, "bank");               // takes any Regions
///     recording.start();
///     recording.operation(1, () -> bank.transfer(30));
///     recording.operation(2, () -> bank.transfer(12));
///     Trace trace = recording.trace();                          // give it to CrashImages
/// }
/// ```
/// The JVM must have been started with [RecordingStores#FLAG].
///
/// **Threads**: one.
///
/// **Throws**: as [org.failuretransparency.rio.Storage] does for names, contents and owners.
public final class Recording implements Regions, AutoCloseable {

    private static final int PAGE_BYTES = 4096;

    private final StorageKind kind;
    private final ModelClock clock = ModelClock.virtual();
    private final Arena arena = Arena.ofShared();
    private final RecordingStores.Watcher recorder = new Recorder();
    private final List<Trace.RegionName> all = new ArrayList<>();
    private final List<RecordedBytes> allBytes = new ArrayList<>();
    private final Map<String, RecordedBytes> present = new TreeMap<>();
    private final List<Step> steps = new ArrayList<>();
    private State initial = State.EMPTY;
    private State forced = State.EMPTY;
    private State leftByCrash = State.EMPTY;
    private boolean recording;

    private Recording(StorageKind kind) {
        this.kind = kind;
        RecordingStores.installed();
    }

    /// No regions yet; those that are created behave as on `kind`.
    public static Recording on(StorageKind kind) {
        return new Recording(kind);
    }

    /// Regions as a crash left them, nobody owning them; of their bytes, `forced` are on the device.
    static Recording of(Trace trace, State state, State forced) {
        Recording recording = new Recording(trace.kind());
        state.regions().forEach((index, bytes) -> {
            RecordedBytes region = recording.add(trace.regions().get(index), bytes.length, false);
            MemorySegment.copy(bytes, 0, region.segment(), ValueLayout.JAVA_BYTE, 0, bytes.length);
            byte[] onDevice = forced.regions().getOrDefault(index, bytes);
            recording.leftByCrash = recording.leftByCrash.with(region.index(), onDevice);
        });
        return recording;
    }

    /// Starts to record, from the regions as they are now. What was recorded before is dropped. All that was set up
    /// counts as on the device, except what a crash had left in the page cache of regions that come from an image.
    public void start() {
        steps.clear();
        initial = State.EMPTY;
        forced = State.EMPTY;
        for (RecordedBytes region : present.values()) {
            byte[] bytes = region.segment().toArray(ValueLayout.JAVA_BYTE);
            initial = initial.with(region.index(), bytes);
            forced = forced.with(region.index(), leftByCrash.regions().getOrDefault(region.index(), bytes));
        }
        leftByCrash = State.EMPTY;
        recording = true;
    }

    /// Executes an operation, numbered upwards from 1, so that crashes inside of it can be told from those between two.
    public void operation(long number, Runnable body) {
        add(new Step.Mark(Step.MarkKind.BEGAN, number));
        body.run();
        add(new Step.Mark(Step.MarkKind.ENDED, number));
    }

    /// The program promises here that everything up to `number` survives: for systems that return before that is so.
    public void promise(long number) {
        add(new Step.Mark(Step.MarkKind.PROMISED, number));
    }

    /// Steps recorded so far.
    public int steps() {
        return steps.size();
    }

    /// Stops recording; returns what was recorded since [#start()].
    public Trace trace() {
        recording = false;
        return new Trace(kind, all, initial, forced, steps);
    }

    @Override
    public StorageKind kind() {
        return kind;
    }

    @Override
    public ModelClock clock() {
        return clock;
    }

    @Override
    public boolean exists(String name) {
        return present.containsKey(name);
    }

    @Override
    public List<String> names() {
        return List.copyOf(present.keySet());
    }

    @Override
    public Path pathOf(String name) {
        return Path.of("recorded-" + kind.label(), name);
    }

    /// Creates a region of `lengthBytes` zero bytes and opens it.
    public Region create(String name, RegionType type, long lengthBytes) {
        return create(name, type, lengthBytes, new byte[0]);
    }

    @Override
    public Region create(String name, RegionType type, long lengthBytes, byte[] first) {
        Regions.requireName(name);
        if (lengthBytes < 1 || lengthBytes > Integer.MAX_VALUE || first.length > lengthBytes) {
            throw new IllegalArgumentException("region length out of range: lengthBytes=" + lengthBytes + ", initial="
                    + first.length + ", allowed=1.." + Integer.MAX_VALUE);
        }
        if (present.containsKey(name)) {
            throw new RegionException.AlreadyExists(pathOf(name));
        }
        RecordedBytes region = add(new Trace.RegionName(name, UUID.randomUUID(), type), lengthBytes, true);
        MemorySegment.copy(first, 0, region.segment(), ValueLayout.JAVA_BYTE, 0, first.length);
        byte[] bytes = region.segment().toArray(ValueLayout.JAVA_BYTE);
        add(new Step.Create(region.index(), new Change(region.index(), 0, bytes)));
        return open(name, type);
    }

    private RecordedBytes add(Trace.RegionName region, long lengthBytes, boolean clean) {
        MemorySegment memory = arena.allocate(lengthBytes + RegionLayout.SLACK_BYTES, PAGE_BYTES);
        RecordedBytes bytes = new RecordedBytes(all.size(), region, memory.asSlice(0, lengthBytes), clean);
        all.add(region);
        allBytes.add(bytes);
        present.put(region.name(), bytes);
        return bytes;
    }

    @Override
    public Region open(String name, RegionType type) {
        return open(name, type, false);
    }

    @Override
    public Region view(String name, RegionType type) {
        return open(name, type, true);
    }

    private Region open(String name, RegionType type, boolean readOnly) {
        RecordedBytes region = unowned(name);
        if (!region.content().equals(type.content())) {
            throw new RegionException.OtherContent(pathOf(name), type.content(), region.content());
        }
        region.own();
        if (!readOnly) {
            add(new Step.Open(region.index()));
        }
        return new RecordedRegion(this, region, type, readOnly);
    }

    @Override
    public void delete(String name) {
        RecordedBytes region = unowned(name);
        present.remove(name);
        add(new Step.Delete(region.index()));
    }

    private RecordedBytes unowned(String name) {
        RecordedBytes region = present.get(name);
        if (region == null) {
            throw new RegionException.Missing(pathOf(name));
        }
        if (region.isOwned()) {
            throw new RegionException.InUse(pathOf(name));
        }
        return region;
    }

    /// Gives the memory of all regions back; those that are open must not be used any more.
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            RecordingStores.installed().unwatchAll(recorder);
            arena.close();
        }
    }

    void add(Step step) {
        if (recording) {
            steps.add(step);
        }
    }

    RecordingStores.Watcher recorder() {
        return recorder;
    }

    /// Appends what passes the store seam.
    private final class Recorder implements RecordingStores.Watcher {

        @Override
        public void before(StepKind kind) {}

        @Override
        public void stored(StepKind kind, int region, long offset, long lengthBytes) {
            if (recording) {
                MemorySegment range = allBytes.get(region).segment().asSlice(offset, lengthBytes);
                Change change = new Change(region, offset, range.toArray(ValueLayout.JAVA_BYTE));
                add(kind == StepKind.PUBLISH ? new Step.Publish(change) : new Step.Store(change));
            }
        }

        @Override
        public void fenced() {
            add(new Step.Fence());
        }
    }
}
