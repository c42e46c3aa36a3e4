package org.failuretransparency.harness.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The servers' process of the experiment `vistagrams`. For each line of its standard input, which names a system, a
/// storage and a directory, separated by tabs, it starts a server that sends every request back, and prints where it
/// receives; when that has ended, it prints [#ENDED]. It ends with its input. The servers run on the clients'
/// processor.
public final class MessageServer {

    static final String NAME = "server";
    static final String ENDED = "ended";

    private MessageServer() {}

    /// Takes no arguments.
    public static void main(String[] arguments) throws IOException {
        // A client that waits for a server that failed would wait for ever.
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            System.err.println(thread.getName() + ": " + failure);
            Runtime.getRuntime().halt(1);
        });
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split("\t", -1);
            Thread.ofPlatform().name(line).start(() -> serve(words[0], words[1], Path.of(words[2])));
        }
        Runtime.getRuntime().halt(0);
    }

    private static void serve(String system, String storage, Path directory) {
        OneProcessor.stay();
        switch (system) {
            case MessageArm.UDP -> {
                DatagramLink link = new DatagramLink();
                serve(link, link.address());
            }
            case MessageArm.BASELINE -> serve(NodeLink.baseline());
            default -> serve(NodeLink.recoverable(storage, directory, NAME));
        }
    }

    private static void serve(NodeLink link) {
        serve(link, link.address());
    }

    private static void serve(MessageLink link, String address) {
        try (link) {
            System.out.println(address);
            link.serve();
        }
        System.out.println(ENDED);
    }
}
