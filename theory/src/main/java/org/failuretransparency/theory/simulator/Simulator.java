package org.failuretransparency.theory.simulator;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.failuretransparency.theory.Computation;
import org.failuretransparency.theory.Event;
import org.failuretransparency.theory.EventKind;
import org.failuretransparency.theory.EventMark;
import org.failuretransparency.theory.EventSink;
import org.failuretransparency.theory.EventType;
import org.failuretransparency.theory.InvalidComputationException;
import org.failuretransparency.theory.protocol.Action;
import org.failuretransparency.theory.protocol.Protocol;
import org.failuretransparency.theory.protocol.ProtocolState;

/// Runs an application's script under a recovery protocol. The script holds the application's events only, in the order
/// in which they happen without recovery; what comes out is the computation that the protocol makes of it, with its
/// commits, log events and control messages, and the sends at the places to which they were deferred. Nothing fails.
///
/// Control messages arrive when the [Arrivals] say so, and one by one while an event waits for them.
///
/// A round of two-phase commit consists of four messages between the process that begins it and each other member
/// (prepare, vote, decision, done), with all commits between the decisions and the first word that one is done. What
/// the round was for happens after the last such word, and so causally after every commit of the round.
///
/// A process whose sends are deferred must commit when a receiver has nothing to go on with: its transaction ends as
/// soon as the script needs one of its messages.
///
/// **Threads**: each run belongs to one thread; runs share nothing.
///
/// **Throws** [InvalidComputationException] for a script that is none of an application, and [IllegalStateException] if
/// the protocol answers what its contract does not allow.
public final class Simulator {

    /// A message of the application under way: the index of its send, and what the protocol attached to it.
    private record Message(int to, int sendIndex, MemorySegment attached) {}

    /// A control message under way, and the index of its send.
    private record UnderWay(Control control, int sendIndex) {}

    private record Send(int process, int scriptIndex) {}

    private final Protocol protocol;
    private final Site[] sites;
    private final Tally tally;
    private final Rounds rounds;
    private final Map<Send, Message> messages = new HashMap<>();
    private final Queue<UnderWay> underWay = new ArrayDeque<>();
    private final MemorySegment scratch = MemorySegment.ofArray(new byte[ProtocolState.MAX_BYTES]);
    private final Arrivals arrivals;

    private Simulator(int processes, Protocol protocol, Arrivals arrivals, EventSink sink) {
        if (processes < 1 || processes > Action.MAX_PROCESSES) {
            throw new InvalidComputationException(
                    "too many or no processes: processes=" + processes + ", most=" + Action.MAX_PROCESSES);
        }
        this.protocol = protocol;
        this.arrivals = arrivals;
        tally = new Tally(processes);
        sites = new Site[processes];
        for (int process = 0; process < processes; process++) {
            sites[process] = new Site(process, processes, protocol, sink, tally);
        }
        rounds = new Rounds(sites, tally);
    }

    /// Runs `script` under `protocol`, with [Arrivals#prompt], and gives the events of the computation to `sink`.
    public static Counts run(Computation script, Protocol protocol, EventSink sink) {
        return run(script, protocol, Arrivals.prompt(), sink);
    }

    /// Runs `script` under `protocol`, and gives the events of the computation to `sink`.
    public static Counts run(Computation script, Protocol protocol, Arrivals arrivals, EventSink sink) {
        Simulator simulator = new Simulator(script.processes().size(), protocol, arrivals, sink);
        script.replay(simulator::execute);
        simulator.end();
        return simulator.tally.counts();
    }

    private void execute(Event event) {
        requireOfApplication(event);
        deliver(arrivals.before(event.process(), underWay.size()));
        tally.events++;
        Site site = sites[event.process()];
        switch (event.kind()) {
            case SEND -> send(site, event);
            case RECEIVE -> receive(site, event);
            default -> complete(site, event, let(site, event.type()));
        }
    }

    private void end() {
        for (Site site : sites) {
            if (!site.deferred.isEmpty()) {
                perform(site, Action.COMMIT);
            }
        }
        deliver(Integer.MAX_VALUE);
    }

    private void send(Site site, Event event) {
        Action action = let(site, event.type());
        if (action.type() == Action.Type.DEFER) {
            tally.deferredSends++;
            site.deferred.add(event);
        } else {
            sendNow(site, event, action);
        }
    }

    private void sendNow(Site site, Event event, Action action) {
        int length = site.state.attach(event.peer(), scratch);
        tally.piggybackedBytes += length;
        MemorySegment attached =
                MemorySegment.ofArray(scratch.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
        messages.put(new Send(event.process(), event.index()), new Message(event.peer(), site.nextIndex(), attached));
        complete(site, event, action);
    }

    private void receive(Site site, Event event) {
        Send send = new Send(event.peer(), event.peerIndex());
        if (!messages.containsKey(send) && !sites[event.peer()].deferred.isEmpty()) {
            perform(sites[event.peer()], Action.COMMIT);
        }
        Message message = messages.remove(send);
        if (message == null || message.to() != site.process) {
            throw new InvalidComputationException("receive without its send: process=" + event.process() + ", index="
                    + event.index() + ", sender=" + event.peer() + ", send=" + event.peerIndex());
        }
        Action action = let(site, event.type());
        site.state.received(event.peer(), message.attached());
        complete(site, event.withPeer(event.peer(), message.sendIndex()), action);
    }

    /// Asks the protocol until it lets an event of `type` happen, and does what must be done before the event.
    private Action let(Site site, EventType type) {
        Action action = site.state.before(type, site.nextIndex());
        if (action.type() == Action.Type.WAIT) {
            tally.waits++;
        }
        while (action.type() == Action.Type.WAIT) {
            perform(site, action);
            if (underWay.isEmpty()) {
                throw new IllegalStateException("waits although no message is under way: protocol=" + protocol.id()
                        + ", process=" + site.process + ", event=" + type);
            }
            deliver(1);
            action = site.state.before(type, site.nextIndex());
        }
        boolean fits = switch (action.type()) {
            case LOG, LOG_LAZILY -> false;
            case DEFER -> type.kind() == EventKind.SEND;
            default -> true;
        };
        if (!fits) {
            throw misfit(site, "before " + type, action);
        }
        perform(site, action);
        return action;
    }

    /// Executes the event, for which `before` was already done, and what must be done after it.
    private void complete(Site site, Event event, Action before) {
        int index = site.nextIndex();
        boolean atomic = before.type() == Action.Type.COMMIT_ATOMICALLY;
        Event marked = atomic ? site.surviving(event.with(EventMark.COMMITTED)) : event;
        Action after = site.state.after(event.type(), index);
        switch (after.type()) {
            case LOG, LOG_LAZILY -> site.writeRecorded(marked);
            case COMMIT_ATOMICALLY, DEFER, WAIT -> throw misfit(site, "after " + event.type(), after);
            default -> site.write(marked);
        }
        if (atomic) {
            site.committed(index);
        }
        perform(site, after);
        if (atomic) {
            sendDeferred(site);
        }
    }

    /// Does what a call of the protocol set off: log events, the action, messages.
    private void perform(Site site, Action action) {
        site.writeWhatIsLogged();
        switch (action.type()) {
            case COMMIT -> commitTogether(site, 1L << site.process);
            case COMMIT_ALL -> commitTogether(site, Action.all(sites.length));
            case COMMIT_SET, COMMIT_ATOMICALLY -> commitTogether(site, action.processes());
            case LOG, FLUSH_LOG -> site.flush();
            case PROCEED, LOG_LAZILY, DEFER, WAIT -> {}
        }
        post(site);
    }

    private void commitTogether(Site first, long processes) {
        long members = rounds.commit(first, processes);
        for (Site site : sites) {
            if ((members >>> site.process & 1) != 0) {
                sendDeferred(site);
                post(site);
            }
        }
    }

    private void sendDeferred(Site site) {
        Event[] sends = site.deferred.toArray(Event[]::new);
        site.deferred.clear();
        for (Event send : sends) {
            sendNow(site, send, Action.PROCEED);
        }
    }

    /// Sends the messages that the protocol's state in `site` wants to send.
    private void post(Site site) {
        Control control = site.outgoing.poll();
        while (control != null) {
            tally.controlMessages++;
            tally.controlBytes += control.content().byteSize();
            Event send = site.write(
                    Event.send(site.process, site.nextIndex(), control.to()).with(EventMark.CONTROL));
            underWay.add(new UnderWay(control, send.index()));
            control = site.outgoing.poll();
        }
    }

    /// Delivers the next control messages, at most so many, and does what they set off.
    private void deliver(int messages) {
        for (int left = messages; left > 0 && !underWay.isEmpty(); left--) {
            UnderWay next = underWay.remove();
            Control control = next.control();
            Site site = sites[control.to()];
            site.write(Event.receive(
                            site.process, site.nextIndex(), EventType.ORDERED_RECEIVE, control.from(), next.sendIndex())
                    .with(EventMark.CONTROL));
            Action action = site.state.control(control.from(), control.content());
            switch (action.type()) {
                case PROCEED, COMMIT, FLUSH_LOG -> perform(site, action);
                default -> throw misfit(site, "upon a control message", action);
            }
        }
    }

    private void requireOfApplication(Event event) {
        boolean ofApplication = switch (event.kind()) {
            case INTERNAL, NON_DETERMINISTIC, VISIBLE -> true;
            case SEND, RECEIVE -> isProcess(event.peer()) && event.peer() != event.process();
            case COMMIT, LOG, CRASH, RECOVER -> false;
        };
        if (!ofApplication || event.marks() != 0 || !isProcess(event.process())) {
            throw new InvalidComputationException("no event of an application's script: process=" + event.process()
                    + ", index=" + event.index() + ", kind=" + event.kind() + ", marks=" + event.marks() + ", peer="
                    + event.peer());
        }
    }

    private boolean isProcess(int process) {
        return process >= 0 && process < sites.length;
    }

    private IllegalStateException misfit(Site site, String when, Action action) {
        return new IllegalStateException("an action at the wrong time: protocol=" + protocol.id() + ", process="
                + site.process + ", " + when + ", action=" + action);
    }
}
