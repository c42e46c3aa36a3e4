package org.failuretransparency.vistagrams;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a node receives: an IPv4 address and two UDP ports, one for messages and one for requests that are sent again.
///
/// @param ipv4 the address, most significant byte first: `0x7F000001` is 127.0.0.1. To be bound, it may be 0, which is
///     every address of the machine; then peers use the one that the system answers them from, since a response from
///     another address is taken for a forged one
/// @param port of requests and responses, 1 to 65,535; to be bound, 0 lets the system choose
/// @param retransmitPort of retransmitted requests, as `port`
public record NodeAddress(int ipv4, int port, int retransmitPort) {

    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+){3}):([0-9]{1,5}),([0-9]{1,5})");

    /// This machine: 127.0.0.1.
    public static final int LOOPBACK = 0x7F00_0001;
    private static final int MAX_PORT = 65_535;
    private static final long AF_INET = 2;

    public NodeAddress {
        if (port < 0 || port > MAX_PORT || retransmitPort < 0 || retransmitPort > MAX_PORT) {
            throw new IllegalArgumentException("port out of range: port=" + port + ", retransmitPort=" + retransmitPort
                    + ", allowed=0.." + MAX_PORT);
        }
        if (port != 0 && port == retransmitPort) {
            throw new IllegalArgumentException("ports are the same: port=" + port + ", expected two");
        }
    }

    /// This machine, `port` and the port behind it.
    public static NodeAddress loopback(int port) {
        return new NodeAddress(LOOPBACK, port, port + 1);
    }

    /// This machine, ports that the system chooses when the node is made and that the node then keeps.
    public static NodeAddress anyLoopback() {
        return new NodeAddress(LOOPBACK, 0, 0);
    }

    /// That machine, `port` and the port behind it.
    public static NodeAddress of(Inet4Address machine, int port) {
        return new NodeAddress(ipv4(machine), port, port + 1);
    }

    private static int ipv4(InetAddress machine) {
        byte[] bytes = machine.getAddress();
        return (bytes[0] & 0xFF) << 24 | (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
    }

    /// Reads the form of [#toString()]: `127.0.0.1:7000,7001`.
    public static NodeAddress parse(String text) {
        Matcher parts = FORM.matcher(text);
        try {
            if (parts.matches()) {
                int machine = ipv4(InetAddress.ofLiteral(parts.group(1)));
                return new NodeAddress(machine, Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not an address: text=" + text + ", " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("not an address: text=" + text + ", expected=127.0.0.1:7000,7001");
    }

    /// Where messages go, as the first eight bytes of a `sockaddr_in` hold it, read as a little-endian word.
    long socketWord() {
        return socketWord(ipv4, port);
    }

    /// Where retransmitted requests go, as [#socketWord()].
    long retransmitWord() {
        return socketWord(ipv4, retransmitPort);
    }

    /// The address that this node's own datagrams to itself come from and go to.
    NodeAddress local() {
        return ipv4 == 0 ? new NodeAddress(LOOPBACK, port, retransmitPort) : this;
    }

    static long socketWord(int ipv4, int port) {
        return (long) Integer.reverseBytes(ipv4) << 32
                | (long) Short.toUnsignedInt(Short.reverseBytes((short) port)) << 16
                | AF_INET;
    }

    static int portOf(long socketWord) {
        return Short.toUnsignedInt(Short.reverseBytes((short) (socketWord >>> 16)));
    }

    static int ipv4Of(long socketWord) {
        return Integer.reverseBytes((int) (socketWord >>> 32));
    }

    static NodeAddress of(long socketWord, long retransmitWord) {
        return new NodeAddress(ipv4Of(socketWord), portOf(socketWord), portOf(retransmitWord));
    }

    /// A source of datagrams in words.
    static String inWords(long socketWord) {
        return dotted(ipv4Of(socketWord)) + ":" + portOf(socketWord);
    }

    private static String dotted(int ipv4) {
        return (ipv4 >>> 24) + "." + (ipv4 >>> 16 & 0xFF) + "." + (ipv4 >>> 8 & 0xFF) + "." + (ipv4 & 0xFF);
    }

    @Override
    public String toString() {
        return dotted(ipv4) + ":" + port + "," + retransmitPort;
    }
}
