package org.failuretransparency.crashlab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Kills the processes of a distributed computation by `SIGKILL`, again and again: one of them, some, or all together,
/// while they work and while they recover. Then it lets all live, waits until their work is done, and collects what
/// they report.
///
/// A member is a main class that goes on from what its last life left. It writes the lines `recovering` before it looks
/// at that, `ready STATE` when it has recovered, and, once it has read `finish`, `done` when its own work is complete;
/// it goes on to serve the others until it reads `stop`, and then writes `report` and a text, and ends.
///
/// **Threads**: one.
///
/// **Throws**: `IllegalStateException` when a member ends by itself or does not come on in time.
public final class GroupKills implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String RECOVERING = "recovering";
    private static final String READY = "ready ";
    private static final String DONE = "done";
    private static final String REPORT = "report ";
    private static final long LONGEST_WORK_MICROS = 30_000;
    private static final long LONGEST_RECOVERY_MICROS = 25_000;

    /// A process of the computation.
    ///
    /// @param directory for error output
    /// @param executor what executes the program, such as `ip netns exec NAME`; empty: this JVM itself
    /// @param main the program
    public record Member(Path directory, List<String> executor, Class<?> main, List<String> arguments) {
        public Member {
            executor = List.copyOf(executor);
            arguments = List.copyOf(arguments);
        }

        public Member(Path directory, Class<?> main, List<String> arguments) {
            this(directory, List.of(), main, arguments);
        }
    }

    /// What a campaign did.
    ///
    /// @param kills processes killed
    /// @param together times that all were killed at once
    /// @param recovering of the kills, those that struck between `recovering` and `ready`
    /// @param found how often a life found each state that it recovered from
    public record Outcome(int kills, int together, int recovering, Map<String, Integer> found, List<String> reports) {}

    /// A member's current life.
    private static final class Life {
        private final ChildJvm child;
        private boolean recovering;
        private boolean ready;

        Life(ChildJvm child) {
            this.child = child;
        }
    }

    private final List<Member> members;
    private final SplittableRandom random;
    private final List<Life> lives = new ArrayList<>();
    private final Map<String, Integer> found = new TreeMap<>();
    private int kills;
    private int together;
    private int killedRecovering;

    public GroupKills(List<Member> members, SplittableRandom random) {
        this.members = List.copyOf(members);
        this.random = random;
        this.members.forEach(member -> lives.add(start(member)));
    }

    private static Life start(Member member) {
        List<String> quickStart = List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto");
        return new Life(ChildJvm.start(
                member.directory(),
                member.executor(),
                quickStart,
                member.main(),
                member.arguments().toArray(String[]::new)));
    }

    /// Kills so many processes at least, and lets the computation come to its end.
    public Outcome run(int leastKills) {
        while (kills < leastKills) {
            List<Integer> victims = choose();
            if (random.nextInt(3) == 0) {
                victims.forEach(victim -> awaitRecovering(lives.get(victim)));
                pause(LONGEST_RECOVERY_MICROS);
            } else {
                lives.forEach(this::awaitReady);
                pause(LONGEST_WORK_MICROS);
            }
            kill(victims);
        }
        lives.forEach(this::awaitReady);
        lives.forEach(life -> life.child.send("finish"));
        lives.forEach(life -> life.child.awaitLine(DONE, TIMEOUT));
        List<String> reports = new ArrayList<>();
        for (Life life : lives) {
            life.child.send("stop");
            reports.add(life.child.awaitLine(REPORT, TIMEOUT).substring(REPORT.length()));
            int code = life.child.exitCode(TIMEOUT);
            if (code != 0) {
                throw new IllegalStateException(
                        "member failed at its end: exit code=" + code + ", error output=" + life.child.errorOutput());
            }
        }
        return new Outcome(kills, together, killedRecovering, Map.copyOf(found), List.copyOf(reports));
    }

    /// One member, all, or each with the same chance.
    private List<Integer> choose() {
        int how = random.nextInt(4);
        List<Integer> victims = new ArrayList<>();
        for (int member = 0; member < members.size(); member++) {
            if (how == 0 || how == 1 && random.nextBoolean()) {
                victims.add(member);
            }
        }
        if (victims.isEmpty()) {
            victims.add(random.nextInt(members.size()));
        }
        return victims;
    }

    /// Not a wait for anything: the moment of a kill is random.
    private void pause(long longestMicros) {
        Duration pause = Duration.ofNanos(1000 * random.nextLong(longestMicros));
        for (Life life : lives) {
            if (life.child.endsWithin(pause)) {
                throw new IllegalStateException("member ended by itself: exit code=" + life.child.exitCode(TIMEOUT)
                        + ", error output=" + life.child.errorOutput());
            }
            pause = Duration.ZERO;
        }
    }

    private void kill(List<Integer> victims) {
        // All signals first, so that those who die together do.
        victims.forEach(victim -> lives.get(victim).child.signalKill());
        for (int victim : victims) {
            Life life = lives.get(victim);
            life.child.kill(TIMEOUT);
            kills++;
            for (Optional<String> line = life.child.nextLine(TIMEOUT);
                    line.isPresent();
                    line = life.child.nextLine(TIMEOUT)) {
                note(life, line.get());
            }
            killedRecovering += life.recovering && !life.ready ? 1 : 0;
            life.child.close();
            lives.set(victim, start(members.get(victim)));
        }
        together += victims.size() == members.size() ? 1 : 0;
    }

    private void note(Life life, String line) {
        if (line.equals(RECOVERING)) {
            life.recovering = true;
        } else if (line.startsWith(READY)) {
            life.ready = true;
            found.merge(line.substring(READY.length()), 1, Integer::sum);
        }
    }

    private void awaitRecovering(Life life) {
        if (!life.recovering) {
            note(life, life.child.awaitLine(RECOVERING, TIMEOUT));
        }
    }

    private void awaitReady(Life life) {
        awaitRecovering(life);
        if (!life.ready) {
            note(life, life.child.awaitLine(READY, TIMEOUT));
        }
    }

    @Override
    public void close() {
        lives.forEach(life -> life.child.close());
    }
}
