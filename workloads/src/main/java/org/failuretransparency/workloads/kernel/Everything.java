package org.failuretransparency.workloads.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.failuretransparency.guest.AddressSpace;
import org.failuretransparency.guest.Guest;
import org.failuretransparency.guest.Library;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.Program;
import org.failuretransparency.guest.Signals;
import org.failuretransparency.guest.SystemCalls;
import org.failuretransparency.guest.TerminalRequests;
import org.failuretransparency.guest.tcp.Tcp;
import org.failuretransparency.os.Errno;

/// A program that has state of every kind in the kernel. Each round appends to a file; cuts off another's end,
/// overwrites and extends it; makes one and unlinks it while it is open; makes one and renames it over the last one;
/// lets an alarm come while it is blocked; takes a fault on a page that it protects; replaces a block of the heap; asks
/// a peer by datagrams and another one over TCP, and gets the answers; changes its terminal's modes. It checks what it
/// finds, and says a line that follows from the round's number alone. What it finds wrong ends it with an exception.
public final class Everything {

    /// Its status at the end.
    public static final int DONE = 7;

    /// Its files, in its directory.
    private static final String LOG = "log";

    private static final String TABLE = "table";
    private static final String CURRENT = "current";

    private static final int WRONLY = 1;
    private static final int RDWR = 2;
    private static final int CREAT = 0x40;
    private static final int EXCL = 0x80;
    private static final int TRUNC = 0x200;
    private static final int APPEND = 0x400;

    private static final int MAIN = 0;
    private static final int ALARM = 1;
    private static final int FAULT = 2;

    /// Words of the table; a word behind them is cut off and written again each round.
    private static final int SLOTS = 2;

    private static final int TABLE_BYTES = 8 * SLOTS;
    private static final int LOOPBACK = 0x7F000001;
    private static final int LOCAL_FLAGS = 12;
    private static final int ECHO_FLAG = 8;
    private static final int CONNECTION = 2;
    private static final Tcp TCP = new Tcp(3, TcpPeer.LIMITS);

    private static final long LOG_FD = 0;
    private static final long TABLE_FD = 8;
    private static final long SOCKET_FD = 16;
    private static final long OTHER_FD = 24;
    private static final long ROUND = 32;
    private static final long ALARMS = 40;
    private static final long FAULTS = 48;
    private static final long BLOCK = 56;
    private static final long ADDRESS = 128;
    private static final long TIMES = 192;
    private static final long POLL = 256;
    private static final long LINE = 512;
    private static final long PATH = 4096;
    private static final long OTHER_PATH = 6144;
    private static final long BUFFER = 8192;
    private static final long PROTECTED = 12288;
    private static final long ANSWER = 64;
    private static final long GOT = 72;
    private static final long STREAM = 80;
    private static final long MODES = 320;
    private static final long ENDPOINT = 16384;

    private final Path directory;
    private final int peerPort;
    private final long tcpPeer;
    private final int rounds;

    private Everything(Path directory, int peerPort, long tcpPeer, int rounds) {
        this.directory = directory;
        this.peerPort = peerPort;
        this.tcpPeer = tcpPeer;
        this.rounds = rounds;
    }

    /// Its descriptor 2 is a terminal.
    ///
    /// @param directory of its files; they are made anew
    /// @param peerPort of the loopback interface, where somebody sends back what he gets
    /// @param tcpPeer address of a [TcpPeer]
    public static Program program(Path directory, int peerPort, long tcpPeer, int rounds) {
        Everything program = new Everything(directory, peerPort, tcpPeer, rounds);
        return new Program(
                "everything",
                1,
                new AddressSpace(ENDPOINT + TCP.endpointBytes(), 1 << 16, 16 << 10),
                Library.link(
                        List.of(
                                new Program.Entry("main", 3, program::main),
                                new Program.Entry("alarm", 2, Everything::alarm),
                                new Program.Entry("fault", 2, Everything::fault)),
                        TCP),
                MAIN);
    }

    /// The line of a round.
    public static String line(long round) {
        return "round " + round + " alarms " + round + " faults " + round + " answer " + round + " echo " + (round & 1)
                + " over tcp " + round;
    }

    /// What is wrong with the files that so many rounds leave; nothing may be left that was only moved aside.
    public static List<String> violations(Path directory, int rounds) throws IOException {
        List<String> found = new ArrayList<>();
        List<String> log =
                LongStream.rangeClosed(1, rounds).mapToObj(Long::toString).toList();
        if (!Files.readAllLines(directory.resolve(LOG)).equals(log)) {
            found.add("log is not 1.." + rounds);
        }
        ByteBuffer table =
                ByteBuffer.wrap(Files.readAllBytes(directory.resolve(TABLE))).order(ByteOrder.LITTLE_ENDIAN);
        long newest = table.getLong(rounds % SLOTS * Long.BYTES);
        if (newest != rounds) {
            found.add("table: expected=" + rounds + ", found=" + newest);
        }
        String current = Files.readString(directory.resolve(CURRENT));
        if (!current.equals("current " + rounds)) {
            found.add("current: expected=current " + rounds + ", found=" + current);
        }
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.contains(".dc") || name.equals("new") || name.equals("unlinked"))
                    .forEach(name -> found.add("left over: file=" + name));
        }
        return found;
    }

    private void main(Guest g) {
        g.resumeAt(g.point() + 1);
        if (g.point() < 10) {
            setUp(g);
        } else if (g.point() < 30) {
            files(g);
        } else if (g.point() < 50) {
            others(g);
        } else {
            streamAndTerminal(g);
        }
    }

    private void setUp(Guest g) {
        switch (g.point()) {
            case 0 -> g.request(SystemCalls.SIGACTION, Signals.SIGALRM, ALARM, 0, 0);
            case 1 -> g.request(SystemCalls.SIGACTION, Signals.SIGSEGV, FAULT, 0, 0);
            case 2 -> open(g, LOG, WRONLY | CREAT | TRUNC | APPEND);
            case 3 -> {
                keep(g, LOG_FD);
                open(g, TABLE, RDWR | CREAT | TRUNC);
            }
            case 4 -> {
                keep(g, TABLE_FD);
                g.request(SystemCalls.SOCKET, 2, 0x802, 0, 0);
            }
            case 5 -> {
                keep(g, SOCKET_FD);
                address(g, 0);
                g.request(SystemCalls.BIND, g.memory().getLong(SOCKET_FD), ADDRESS, 16, 0);
            }
            case 6 -> {
                require(g, g.result() == 0);
                address(g, peerPort);
                g.request(SystemCalls.CONNECT, g.memory().getLong(SOCKET_FD), ADDRESS, 16, 0);
            }
            case 7 -> {
                require(g, g.result() == 0);
                TCP.open(g, ENDPOINT, Tcp.address(LOOPBACK, 0));
            }
            case 8 -> {
                require(g, g.result() == 0);
                TCP.connect(g, ENDPOINT, tcpPeer);
            }
            default -> {
                require(g, g.result() > 0);
                g.local(CONNECTION, g.result());
                g.resumeAt(10);
            }
        }
    }

    private void files(Guest g) {
        Memory memory = g.memory();
        long round = memory.getLong(ROUND);
        switch (g.point()) {
            case 10 -> {
                if (round == rounds) {
                    g.resumeAt(60);
                } else {
                    memory.putLong(ROUND, round + 1);
                    write(g, memory.getLong(LOG_FD), (round + 1) + "\n");
                }
            }
            case 11 -> {
                require(g, g.result() == (round + "\n").length());
                g.request(SystemCalls.FTRUNCATE, memory.getLong(TABLE_FD), TABLE_BYTES, 0, 0);
            }
            case 12 -> {
                require(g, g.result() == 0);
                g.request(SystemCalls.LSEEK, memory.getLong(TABLE_FD), round % SLOTS * 8, 0, 0);
            }
            case 13 -> {
                memory.putLong(BUFFER, round);
                g.request(SystemCalls.WRITE, memory.getLong(TABLE_FD), BUFFER, 8, 0);
            }
            case 14 -> g.request(SystemCalls.LSEEK, memory.getLong(TABLE_FD), 0, 0, 0);
            case 15 -> g.request(SystemCalls.READ, memory.getLong(TABLE_FD), BUFFER, 8 * SLOTS, 0);
            case 16 -> {
                require(g, g.result() == TABLE_BYTES && tableIsOf(memory, round));
                g.request(SystemCalls.WRITE, memory.getLong(TABLE_FD), BUFFER, 8, 0);
            }
            case 17 -> {
                require(g, g.result() == 8);
                open(g, "unlinked", RDWR | CREAT | EXCL);
            }
            case 18 -> {
                keep(g, OTHER_FD);
                memory.putLong(BUFFER, round);
                g.request(SystemCalls.WRITE, memory.getLong(OTHER_FD), BUFFER, 8, 0);
            }
            case 19 -> g.request(SystemCalls.UNLINK, path(g, PATH, "unlinked"), 0, 0, 0);
            case 20 -> g.request(SystemCalls.LSEEK, memory.getLong(OTHER_FD), 0, 0, 0);
            case 21 -> g.request(SystemCalls.READ, memory.getLong(OTHER_FD), BUFFER + 8, 8, 0);
            case 22 -> {
                require(g, g.result() == 8 && memory.getLong(BUFFER + 8) == round);
                g.request(SystemCalls.CLOSE, memory.getLong(OTHER_FD), 0, 0, 0);
            }
            case 23 -> open(g, "new", WRONLY | CREAT | EXCL);
            case 24 -> {
                keep(g, OTHER_FD);
                write(g, memory.getLong(OTHER_FD), "current " + round);
            }
            case 25 -> g.request(SystemCalls.CLOSE, memory.getLong(OTHER_FD), 0, 0, 0);
            case 26 -> g.request(SystemCalls.RENAME, path(g, PATH, "new"), path(g, OTHER_PATH, CURRENT), 0, 0);
            default -> {
                require(g, g.result() == 0);
                g.resumeAt(30);
            }
        }
    }

    private void others(Guest g) {
        Memory memory = g.memory();
        long round = memory.getLong(ROUND);
        switch (g.point()) {
            case 30 -> g.request(SystemCalls.SIGPROCMASK, 0, Signals.bit(Signals.SIGALRM), 0, 0);
            case 31 -> {
                memory.put(TIMES, new long[] {0, 0, 0, 500}, 0, 4);
                g.request(SystemCalls.SETITIMER, 0, TIMES, 0, 0);
            }
            case 32 -> sleep(g, 1_000_000);
            case 33 -> {
                require(g, g.result() == 0 && memory.getLong(ALARMS) == round - 1);
                g.request(SystemCalls.SIGPROCMASK, 1, Signals.bit(Signals.SIGALRM), 0, 0);
            }
            case 34 -> {
                if (memory.getLong(ALARMS) < round) {
                    sleep(g, 1_000_000); // the alarm is still to come: the process went on elsewhere
                    g.resumeAt(34);
                } else {
                    g.request(SystemCalls.MPROTECT, PROTECTED, AddressSpace.PAGE_BYTES, Memory.NONE, 0);
                }
            }
            case 35 -> memory.putLong(PROTECTED, round);
            case 36 -> replaceBlock(g, round);
            case 37 -> {
                memory.putLong(BUFFER, round);
                g.request(SystemCalls.SENDTO, memory.getLong(SOCKET_FD), BUFFER, 8, 0);
            }
            case 38 -> {
                memory.putLong(POLL, memory.getLong(SOCKET_FD) | 1L << 32);
                g.request(SystemCalls.POLL, POLL, 1, 100, 0);
            }
            case 39 -> g.request(SystemCalls.RECVFROM, memory.getLong(SOCKET_FD), BUFFER + 8, 8, 0);
            case 40 -> {
                if (g.result() != 8) {
                    require(g, g.result() == -Errno.EAGAIN || g.result() == -Errno.ECONNREFUSED);
                    g.resumeAt(37); // question or answer is lost
                } else if (memory.getLong(BUFFER + 8) != round) {
                    g.resumeAt(38); // the answer to what was asked twice
                }
            }
            default -> {
                memory.putLong(ANSWER, memory.getLong(BUFFER + 8));
                g.resumeAt(50);
            }
        }
    }

    private void streamAndTerminal(Guest g) {
        Memory memory = g.memory();
        long round = memory.getLong(ROUND);
        switch (g.point()) {
            case 50 -> g.request(SystemCalls.IOCTL, 2, TerminalRequests.TCGETS, MODES, 0);
            case 51 -> {
                require(g, g.result() == 0 && (round == 1 || echo(memory) == (round - 1 & 1)));
                long others = memory.getInt(MODES + LOCAL_FLAGS) & ~ECHO_FLAG;
                memory.putInt(MODES + LOCAL_FLAGS, (int) (others | (round & 1) * ECHO_FLAG));
                g.request(SystemCalls.IOCTL, 2, TerminalRequests.TCSETS, MODES, 0);
            }
            case 52 -> {
                require(g, g.result() == 0);
                memory.putLong(BUFFER, round);
                TCP.send(g, g.local(CONNECTION), BUFFER, 8);
            }
            case 53 -> {
                require(g, g.result() == 8);
                memory.putLong(GOT, 0);
            }
            case 54 -> {
                long got = memory.getLong(GOT);
                TCP.receive(g, g.local(CONNECTION), STREAM + got, 8 - got);
            }
            case 55 -> {
                require(g, g.result() > 0);
                memory.putLong(GOT, memory.getLong(GOT) + g.result());
                g.resumeAt(memory.getLong(GOT) < 8 ? 54 : 56);
            }
            case 56 -> g.request(SystemCalls.IOCTL, 2, TerminalRequests.TCGETS, MODES, 0);
            case 57 -> {
                String line = "round " + round + " alarms " + memory.getLong(ALARMS) + " faults "
                        + memory.getLong(FAULTS) + " answer " + memory.getLong(ANSWER) + " echo " + echo(memory)
                        + " over tcp " + memory.getLong(STREAM);
                say(g, line);
                g.resumeAt(10);
            }
            case 60 -> TCP.close(g, g.local(CONNECTION));
            case 61 -> {
                require(g, g.result() == 0);
                TCP.shut(g, ENDPOINT);
            }
            default -> {
                require(g, g.result() == 0);
                g.exit(DONE);
            }
        }
    }

    private static long echo(Memory memory) {
        return (memory.getInt(MODES + LOCAL_FLAGS) & ECHO_FLAG) / ECHO_FLAG;
    }

    private static void replaceBlock(Guest g, long round) {
        Memory memory = g.memory();
        long old = memory.getLong(BLOCK);
        require(g, memory.getLong(FAULTS) == round && (old == 0 || memory.getLong(old) == round - 1));
        long block = g.malloc(8 + round * 97 % 5000);
        memory.putLong(block, round);
        memory.putLong(BLOCK, block);
        if (old != 0) {
            g.free(old);
        }
    }

    private static void alarm(Guest g) {
        g.memory().putLong(ALARMS, g.memory().getLong(ALARMS) + 1);
        g.ret(0);
    }

    private static void fault(Guest g) {
        if (g.point() == 0) {
            g.memory().putLong(FAULTS, g.memory().getLong(FAULTS) + 1);
            g.request(SystemCalls.MPROTECT, PROTECTED, AddressSpace.PAGE_BYTES, Memory.READ_WRITE, 0);
            g.resumeAt(1);
        } else {
            g.ret(0);
        }
    }

    private static boolean tableIsOf(Memory memory, long round) {
        boolean right = true;
        for (int slot = 0; slot < SLOTS && slot <= round; slot++) {
            long newest = round - Math.floorMod(round - slot, SLOTS);
            right &= memory.getLong(BUFFER + 8L * slot) == Math.max(0, newest);
        }
        return right;
    }

    private static void keep(Guest g, long address) {
        require(g, g.result() >= 0);
        g.memory().putLong(address, g.result());
    }

    private static void require(Guest g, boolean right) {
        if (!right) {
            throw new IllegalStateException("wrong: point=" + g.point() + ", result=" + g.result() + ", round="
                    + g.memory().getLong(ROUND));
        }
    }

    private void open(Guest g, String name, int flags) {
        g.request(SystemCalls.OPEN, path(g, PATH, name), flags, 0b110_100_100, 0);
    }

    private static void write(Guest g, long fd, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        g.memory().put(BUFFER, bytes, 0, bytes.length);
        g.request(SystemCalls.WRITE, fd, BUFFER, bytes.length, 0);
    }

    private static void say(Guest g, String text) {
        byte[] line = (text + "\n").getBytes(StandardCharsets.US_ASCII);
        g.memory().put(LINE, line, 0, line.length);
        g.request(SystemCalls.WRITE, 1, LINE, line.length, 0);
    }

    private static void sleep(Guest g, long nanos) {
        g.memory().put(TIMES + 64, new long[] {0, nanos}, 0, 2);
        g.request(SystemCalls.NANOSLEEP, TIMES + 64, 0, 0, 0);
    }

    private long path(Guest g, long address, String name) {
        byte[] bytes = (directory + "/" + name + "\0").getBytes(StandardCharsets.UTF_8);
        g.memory().put(address, bytes, 0, bytes.length);
        return address;
    }

    /// Puts a `sockaddr_in` of the loopback interface.
    private static void address(Guest g, int port) {
        byte[] bytes = {2, 0, (byte) (port >>> 8), (byte) port, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
        g.memory().put(ADDRESS, bytes, 0, bytes.length);
    }
}
