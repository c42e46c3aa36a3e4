package org.failuretransparency.crashlab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A member of a group that does nothing but say what a member has to say, and writes a line a life into a file.
final class TalkingMember {

    private TalkingMember() {}

    /// Arguments: the file, and `ends` to end by itself.
    public static void main(String[] arguments) throws IOException {
        Path lives = Path.of(arguments[0]);
        System.out.println("recovering");
        Files.writeString(lives, "life\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        System.out.println("ready " + (Files.readAllLines(lives).size() == 1 ? "FIRST" : "LATER"));
        if (arguments.length > 1) {
            System.exit(3);
        }
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = input.readLine(); order != null && !order.equals("stop"); order = input.readLine()) {
            System.out.println("done");
        }
        System.out.println("report " + Files.readAllLines(lives).size());
    }
}
