package org.failuretransparency.guest;

import java.lang.foreign.Arena;
import java.util.function.LongSupplier;

/// Carries out a program's system calls by those of the operating system that the JVM runs on. Buffers are passed where
/// they lie, in the program's memory, without copying. Waiting is one `ppoll`, which timers and signals interrupt; what
/// the kernel of a process knows besides (signal handlers, timer, descriptors) is in objects of this class, open to a
/// runtime that must save and restore it.
///
/// **Survives**: nothing.
///
/// **Threads**: one, which created it.
///
/// **Source**: §5.2.2 names the calls.
public final class HostKernel implements Kernel, AutoCloseable {

    private final int routines;
    private final Arena arena = Arena.ofConfined();
    private final Descriptors descriptors;
    private final SignalTable signals = new SignalTable();
    private final IntervalTimer timer;
    private final Waiter waiter;
    private final FileCalls files;
    private final SocketCalls sockets;
    private final WaitCalls waits;
    private final ProcessCalls process;

    /// A kernel for one process that runs the program; the descriptors are its own from now on.
    public HostKernel(Program program, Descriptors descriptors, LongSupplier nanoClock) {
        this.routines = program.routines().size();
        this.descriptors = descriptors;
        this.timer = new IntervalTimer(nanoClock);
        this.waiter = new Waiter(descriptors, signals, timer, nanoClock, arena);
        this.files = new FileCalls(descriptors, waiter);
        this.sockets = new SocketCalls(descriptors, waiter, arena);
        this.waits = new WaitCalls(descriptors, waiter, nanoClock);
        this.process = new ProcessCalls(signals, timer);
    }

    /// Serves this attendant from now on, between steps and in waiting calls.
    public void add(Attendant attendant) {
        waiter.add(attendant);
    }

    @Override
    public SignalTable signals() {
        return signals;
    }

    public IntervalTimer timer() {
        return timer;
    }

    public Descriptors descriptors() {
        return descriptors;
    }

    @Override
    public void raiseDue(Registers registers) {
        waiter.attend(registers);
    }

    @Override
    public long perform(Registers call, Memory memory) {
        return switch (call.systemCall) {
            case SystemCalls.READ ->
                descriptors.isSocket(call.argument0) ? sockets.receive(call, memory, 0) : files.read(call, memory);
            case SystemCalls.WRITE ->
                descriptors.isSocket(call.argument0) ? sockets.send(call, memory, 0) : files.write(call, memory);
            case SystemCalls.OPEN -> files.open(call, memory);
            case SystemCalls.CLOSE -> descriptors.close(call.argument0);
            case SystemCalls.LSEEK -> files.lseek(call);
            case SystemCalls.FTRUNCATE -> files.ftruncate(call);
            case SystemCalls.UNLINK -> files.unlink(call, memory);
            case SystemCalls.RENAME -> files.rename(call, memory);
            case SystemCalls.FCNTL -> files.fcntl(call);
            case SystemCalls.IOCTL -> files.ioctl(call, memory);
            case SystemCalls.SOCKET -> sockets.socket(call);
            case SystemCalls.BIND -> sockets.bind(call, memory);
            case SystemCalls.CONNECT -> sockets.connect(call, memory);
            case SystemCalls.GETSOCKNAME -> sockets.getsockname(call, memory);
            case SystemCalls.SENDTO -> sockets.send(call, memory, call.argument3);
            case SystemCalls.RECVFROM -> sockets.receive(call, memory, call.argument3);
            case SystemCalls.POLL -> waits.poll(call, memory);
            case SystemCalls.SELECT -> waits.select(call, memory);
            case SystemCalls.NANOSLEEP -> waits.nanosleep(call, memory);
            case SystemCalls.GETTIMEOFDAY -> waits.gettimeofday(call, memory);
            case SystemCalls.SETITIMER -> process.setitimer(call, memory);
            case SystemCalls.SIGACTION -> process.sigaction(call, memory, routines);
            case SystemCalls.SIGPROCMASK -> process.sigprocmask(call, memory);
            case SystemCalls.MPROTECT -> process.mprotect(call, memory);
            case SystemCalls.CHECKPOINT -> 0;
            default -> throw new GuestException.NoSuchSystemCall(call.systemCall);
        };
    }

    /// Closes the process's descriptors.
    @Override
    public void close() {
        descriptors.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
