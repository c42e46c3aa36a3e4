package org.failuretransparency.theory.simulator;

import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.protocol.Action;

/// Commits of several processes as one atomic event, by two-phase commit.
final class Rounds {

    private final Site[] sites;
    private final Tally tally;

    Rounds(Site[] sites, Tally tally) {
        this.sites = sites;
        this.tally = tally;
    }

    /// Commits the processes in the set, and those that they add to it. A process alone commits without a round.
    ///
    /// @param first the process that wants the commit, and waits until it is done; it commits if it is in the set
    /// @return the processes that committed
    long commit(Site first, long processes) {
        long self = 1L << first.process;
        if (processes == 0) {
            return 0;
        }
        if (processes == self) {
            first.commit(Event.NONE);
            return self;
        }
        long members = prepare(first, processes);
        long others = members & ~self;
        for (long left = others; left != 0; left &= left - 1) {
            message(first, lowest(left));
        }
        int round = Math.toIntExact(tally.rounds++);
        for (long left = members; left != 0; left &= left - 1) {
            lowest(left).commit(round);
        }
        for (long left = others; left != 0; left &= left - 1) {
            message(lowest(left), first);
        }
        return members;
    }

    /// Asks every member for its vote, until no vote adds a member. So a cycle of processes that depend on one
    /// another's uncommitted events becomes one round.
    private long prepare(Site first, long processes) {
        long members = processes;
        long asked = 1L << first.process;
        while ((members & ~asked) != 0) {
            Site member = lowest(members & ~asked);
            asked |= 1L << member.process;
            message(first, member);
            Action vote = member.state.before(EventType.COMMIT, member.nextIndex());
            members |= switch (vote.type()) {
                case PROCEED, COMMIT -> 0;
                case COMMIT_SET -> vote.processes();
                case COMMIT_ALL -> Action.all(sites.length);
                default -> throw new IllegalStateException("no vote: process=" + member.process + ", action=" + vote);
            };
            member.writeWhatIsLogged();
            message(member, first);
        }
        return members;
    }

    private Site lowest(long processes) {
        return sites[Long.numberOfTrailingZeros(processes)];
    }

    private void message(Site from, Site to) {
        tally.controlMessages++;
        Event send = from.write(
                Event.send(from.process, from.nextIndex(), to.process).with(EventMark.CONTROL));
        to.write(Event.receive(to.process, to.nextIndex(), EventType.ORDERED_RECEIVE, from.process, send.index())
                .with(EventMark.CONTROL));
    }
}
