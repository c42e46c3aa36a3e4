package org.failuretransparency.harness.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// The server's process of the experiment `vistagrams`: prints where it receives, then sends every request back until
/// its standard input ends. It runs on the client's processor.
public final class MessageServer {

    static final String NAME = "server";

    private MessageServer() {}

    /// Arguments: system, storage, directory.
    public static void main(String[] arguments) {
        Thread.ofPlatform().daemon().name("end of input").start(MessageServer::endWithTheInput);
        OneProcessor.stay();
        switch (arguments[0]) {
            case MessageArm.UDP -> {
                DatagramLink link = new DatagramLink();
                System.out.println(link.address());
                link.serve();
            }
            case MessageArm.BASELINE -> serve(NodeLink.baseline());
            default -> serve(NodeLink.recoverable(arguments[1], Path.of(arguments[2]), NAME));
        }
    }

    private static void serve(NodeLink link) {
        System.out.println(link.address());
        link.serve();
    }

    private static void endWithTheInput() {
        try (InputStream input = System.in) {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().halt(0);
    }
}
