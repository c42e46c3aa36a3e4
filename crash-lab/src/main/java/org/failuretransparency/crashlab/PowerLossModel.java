package org.failuretransparency.crashlab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The images that a power failure may leave of regions on disk.
///
/// 1. Everything that was done to a region before its last completed `sync` is there.
/// 2. What came later the kernel may have written back or not, in any order. For each sector (512 bytes) by itself,
///    some prefix of the changes to it is there. A drive writes a sector whole or not at all; a page of the mapping is
///    eight sectors, and can be torn between them.
/// 3. A crash during a `sync` leaves any state that rule 2 allows just before it.
/// 4. Regions are created and removed durably before the call returns.
/// 5. What an earlier crash of the process left in the page cache is not on the device yet: a recovery that builds on
///    it must force it first.
///
/// What may be left only grows from one sync to the next, as does what the program has promised, so all of it is tried
/// just before each sync and at the end; at each other step the image in which everything was written back.
final class PowerLossModel {

    private static final int SECTOR_BYTES = 512;

    private final Trace trace;
    private final Subsets subsets;
    private final Predicate<CrashImage> sink;
    private final Map<Sector, List<Change>> pending = new LinkedHashMap<>();
    private State forced;
    private State latest;
    private Marks marks = Marks.NONE;

    PowerLossModel(Trace trace, Effort effort, Predicate<CrashImage> sink) {
        this.trace = trace;
        this.subsets = new Subsets(effort);
        this.sink = sink;
        this.forced = trace.forced();
        this.latest = trace.initial();
        trace.initial().regions().forEach(this::leftInThePageCache);
    }

    /// What a killed process wrote and did not force is a change that the device may lose, a sector at a time.
    private void leftInThePageCache(int region, byte[] bytes) {
        byte[] onDevice = forced.regions().getOrDefault(region, bytes);
        for (int start = 0; start < bytes.length; start += SECTOR_BYTES) {
            int end = Math.min(start + SECTOR_BYTES, bytes.length);
            if (!Arrays.equals(bytes, start, end, onDevice, start, end)) {
                change(new Change(region, start, Arrays.copyOfRange(bytes, start, end)));
            }
        }
    }

    private record Sector(int region, long number) {}

    /// Hands the images to the sink until it returns false.
    void run() {
        boolean wanted = sink.test(image(latest, "before the first step"));
        for (int step = 0; wanted && step < trace.length(); step++) {
            wanted = take(trace.steps().get(step), step);
        }
        if (wanted) {
            lose(trace.length());
        }
    }

    private boolean take(Step step, int index) {
        switch (step) {
            case Step.Mark mark -> marks = marks.after(mark);
            case Step.Sync sync -> {
                return lose(index) && force(sync.region(), index);
            }
            case Step.Open open -> {
                return lose(index) && force(open.region(), index);
            }
            case Step.Create create -> {
                byte[] bytes = new byte[create.initial().lengthBytes()];
                create.initial().applyTo(bytes);
                forced = forced.with(create.region(), bytes);
                latest = latest.with(create.region(), bytes);
            }
            case Step.Delete delete -> {
                forget(delete.region());
                forced = forced.without(delete.region());
                latest = latest.without(delete.region());
            }
            case Step.Fence _, Step.SystemCall _ -> {
                return true;
            }
            case Step.Store(Change change) -> change(change);
            case Step.Publish(Change change) -> change(change);
            case Step.Write(Change change) -> change(change);
        }
        return sink.test(image(latest, "all written back, up to step=" + index));
    }

    private void change(Change change) {
        latest = latest.after(List.of(change));
        for (int done = 0; done < change.lengthBytes(); ) {
            Change piece = change.piece(done, SECTOR_BYTES);
            Sector sector = new Sector(change.region(), piece.offset() / SECTOR_BYTES);
            pending.computeIfAbsent(sector, s -> new ArrayList<>()).add(piece);
            done += piece.lengthBytes();
        }
    }

    private boolean force(int region, int step) {
        byte[] bytes = latest.regions().get(region);
        if (bytes != null) {
            forced = forced.with(region, bytes);
        }
        forget(region);
        return sink.test(image(latest, "all written back, up to step=" + step));
    }

    private void forget(int region) {
        pending.keySet().removeIf(sector -> sector.region() == region);
    }

    /// Hands out every image that the changes since the last syncs leave open.
    private boolean lose(int step) {
        List<Sector> sectors = List.copyOf(pending.keySet());
        List<List<Change>> changes = List.copyOf(pending.values());
        int[] limits = changes.stream().mapToInt(List::size).toArray();
        return subsets.each(limits, taken -> {
            List<Change> written = new ArrayList<>();
            List<String> lost = new ArrayList<>();
            for (int unit = 0; unit < taken.length; unit++) {
                written.addAll(changes.get(unit).subList(0, taken[unit]));
                if (taken[unit] < limits[unit]) {
                    Sector sector = sectors.get(unit);
                    lost.add(sector.region() + ":" + sector.number() + "@" + taken[unit]);
                }
            }
            return sink.test(
                    image(forced.after(written), "power lost at step=" + step + ", region:sector@changes=" + lost));
        });
    }

    private CrashImage image(State state, String what) {
        return new CrashImage(trace, state, state, marks, () -> what);
    }
}
