package org.failuretransparency.crashlab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// The images that a killed process may leave.
///
/// The mapping outlives the process, and a processor shows a later reader its stores in the order of the machine code.
/// So what survives is a prefix of the machine code's stores; and the machine code has the program's stores in an order
/// that the compiler chose. These are its liberties, and this is the model:
///
/// 1. Between two *barriers* (a fence, a system call) plain stores may come in any order, so at a crash any subset of
///    them is there. No store crosses a barrier: a store-store fence forbids it, and a call that the compiler cannot
///    look into may read any memory.
/// 2. A *publish* comes after every store before it (release). Plain stores behind it may still come before it, and
///    before those in front of it, up to the next barrier: release holds nothing back that follows. Two publishes stay
///    in order.
/// 3. Stores to the same place stay in order. The earlier one may be left out, since the compiler may drop a store that
///    it sees overwritten; in an image that has the later one the difference cannot be seen.
/// 4. A word (8 aligned bytes) is there or not. A store of more than one word is a store a word: copies are loops.
/// 5. A `write` is a loop over pages in the kernel, which a signal ends between two pages: a prefix of its pages is
///   there.
///
/// The page cache outlives the process too, so a `sync` changes nothing here; but the image remembers what was forced,
/// for a power failure that follows before the recovery has forced the rest.
///
/// Acknowledgement: whoever was told that operation *n* had ended was told by a system call, a barrier. So in an image
/// *n* counts as ended if no store before its end is missing; an operation counts as started if a store of it is there.
final class KillModel {

    private static final int PAGE_BYTES = 4096;

    private final Trace trace;
    private final Subsets subsets;
    private final Predicate<CrashImage> sink;
    private State base;
    private State forced;
    private Marks marks = Marks.NONE;
    private final List<Unit> window = new ArrayList<>();
    private final List<PlacedMark> windowMarks = new ArrayList<>();

    KillModel(Trace trace, Effort effort, Predicate<CrashImage> sink) {
        this.trace = trace;
        this.subsets = new Subsets(effort);
        this.sink = sink;
        this.base = trace.initial();
        this.forced = trace.forced();
    }

    /// A store that is there or not.
    private record Unit(Change change, boolean publish, int step) {}

    /// A mark between two units of the window: `before` units come first.
    private record PlacedMark(Step.Mark mark, int before) {}

    /// Hands the images to the sink until it returns false.
    void run() {
        if (!sink.test(image(base, marks, "before the first step"))) {
            return;
        }
        boolean wanted = true;
        for (int step = 0; wanted && step < trace.length(); step++) {
            wanted = take(trace.steps().get(step), step);
        }
        if (wanted) {
            barrier();
        }
    }

    private boolean take(Step step, int index) {
        return switch (step) {
            case Step.Store store -> addUnits(store.change(), false, index);
            case Step.Publish publish -> addUnits(publish.change(), true, index);
            case Step.Mark mark -> windowMarks.add(new PlacedMark(mark, window.size()));
            case Step.Write write -> barrier() && written(write.change(), index);
            case Step.Fence _, Step.SystemCall _ -> barrier();
            case Step.Sync sync -> barrier() && force(sync.region());
            case Step.Open open -> barrier() && force(open.region());
            case Step.Create create -> barrier() && created(create, index);
            case Step.Delete delete -> barrier() && deleted(delete.region(), index);
        };
    }

    private boolean addUnits(Change change, boolean publish, int step) {
        for (int done = 0; done < change.lengthBytes(); ) {
            // A publish is one word wherever it lies; everything else is split where words end.
            Change piece = publish ? change : change.piece(done, Long.BYTES);
            window.add(new Unit(piece, publish, step));
            done += piece.lengthBytes();
        }
        return true;
    }

    private boolean written(Change change, int step) {
        for (int done = 0; done < change.lengthBytes(); ) {
            Change piece = change.piece(done, PAGE_BYTES);
            done += piece.lengthBytes();
            if (!moveTo(base.after(List.of(piece)), "page of write", step)) {
                return false;
            }
        }
        return true;
    }

    private boolean created(Step.Create create, int step) {
        byte[] bytes = new byte[create.initial().lengthBytes()];
        create.initial().applyTo(bytes);
        forced = forced.with(create.region(), bytes);
        return moveTo(base.with(create.region(), bytes), "creation", step);
    }

    private boolean deleted(int region, int step) {
        forced = forced.without(region);
        return moveTo(base.without(region), "deletion", step);
    }

    private boolean force(int region) {
        byte[] bytes = base.regions().get(region);
        if (bytes != null) {
            forced = forced.with(region, bytes);
        }
        return true;
    }

    private boolean moveTo(State next, String what, int step) {
        base = next;
        return sink.test(image(base, marks, what + ", step=" + step));
    }

    /// Hands out what the window leaves open, and closes it.
    private boolean barrier() {
        boolean wanted = open(-1);
        for (int unit = 0; wanted && unit < window.size(); unit++) {
            wanted = !window.get(unit).publish() || open(unit);
        }
        base = base.after(window.stream().map(Unit::change).toList());
        for (PlacedMark placed : windowMarks) {
            marks = marks.after(placed.mark());
        }
        window.clear();
        windowMarks.clear();
        return wanted;
    }

    /// The images in which `last` is the last publish that is there, -1 for none: any subset of the plain stores behind
    /// it.
    private boolean open(int last) {
        List<Integer> free = new ArrayList<>();
        for (int unit = last + 1; unit < window.size(); unit++) {
            if (!window.get(unit).publish()) {
                free.add(unit);
            }
        }
        int[] limits = new int[free.size()];
        Arrays.fill(limits, 1);
        return subsets.each(limits, taken -> {
            boolean[] there = new boolean[window.size()];
            for (int unit = 0; unit < window.size(); unit++) {
                there[unit] = unit <= last;
            }
            for (int i = 0; i < taken.length; i++) {
                there[free.get(i)] = taken[i] == 1;
            }
            return sink.test(image(there));
        });
    }

    private CrashImage image(boolean[] there) {
        List<Change> changes = new ArrayList<>();
        List<Integer> missing = new ArrayList<>();
        int lastThere = -1;
        int firstMissing = there.length;
        for (int unit = 0; unit < there.length; unit++) {
            if (there[unit]) {
                changes.add(window.get(unit).change());
                lastThere = unit;
            } else {
                missing.add(window.get(unit).step());
                firstMissing = Math.min(firstMissing, unit);
            }
        }
        Marks at = marks;
        for (PlacedMark placed : windowMarks) {
            int bound = placed.mark().kind() == Step.MarkKind.BEGAN ? lastThere : firstMissing;
            if (placed.before() <= bound) {
                at = at.after(placed.mark());
            }
        }
        int steps = window.isEmpty() ? 0 : window.getLast().step();
        return image(base.after(changes), at, "kill up to step=" + steps + ", stores missing of steps=" + missing);
    }

    private CrashImage image(State state, Marks at, String what) {
        return new CrashImage(trace, state, forced, at, () -> what);
    }
}
