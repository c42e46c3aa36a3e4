package org.failuretransparency.theory.explorer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.failuretransparency.theory.InvalidMachineException;

/// Reads machines from text. Figure 2.5 with its coin flip:
/// ```
/// # P0 tells the winner; should it fail after that, it can toss again and tell the other one.
/// machine figure-2.5
/// process P0
///           commit
///           choose heads -> won | tails -> lost
///   won:    send heads to P1 -> end
///   lost:   send tails to P2 -> end
/// process P1
///           receive heads from P0
///           show heads
/// process P2
///           receive tails from P0
///           show tails
/// ```
/// One state a line: `name: step -> next`. The name can be left out if nothing leads there by name. Without `-> next`
/// the process goes on in the line below, or ends if it has none. `end` ends the process. What follows `#` is ignored.
///
/// | step | |
/// | --- | --- |
/// | `internal` | changes the state only |
/// | `choose A -> x \| B -> y` | non-deterministic; `choose unlogged …` if no log can have the result |
/// | `show TEXT` | a visible event |
/// | `send MESSAGE to P` | |
/// | `receive MESSAGE from P` | the next message of P, which must be this one |
/// | `receive from P A -> x \| B -> y` | the next message of P, which says where to go on |
/// | `receive any P A -> x \| Q B -> y` | the next message of whichever process: non-deterministic |
/// | `commit`, `commit round NAME` | alone, or as one atomic event with all that have a commit of the round |
/// | `log`, `log P` | results of this process, or of P as far as they are known here |
///
/// **Threads:** any.
///
/// **Throws:** [InvalidMachineException] with file, line and reason.
public final class MachineText {

    /// The models that come with this module, by figure.
    public static final List<String> MODELS =
            List.of("figure-2.4", "figure-2.5", "figure-2.9", "figure-2.10", "figure-4.1", "figure-4.2");

    private final String source;
    private final Map<String, Map<String, Step>> processes = new LinkedHashMap<>();
    private String machine;
    private String process = "";
    private int line;
    /// The step above, if it goes on in the line below.
    private String openState = "";

    private String openStep = "";

    private MachineText(String source) {
        this.source = source;
        machine = source;
    }

    /// Reads a file.
    ///
    /// @throws IOException if the file cannot be read
    public static Machine read(Path file) throws IOException {
        return parse(Files.readString(file), file.toString());
    }

    /// Reads one of [#MODELS].
    public static Machine model(String name) {
        String file = "models/" + name + ".machine";
        try (InputStream in = Machine.class.getResourceAsStream("/org/failuretransparency/theory/" + file)) {
            if (in == null) {
                throw new InvalidMachineException("no such model: name=" + name + ", known=" + MODELS);
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), file);
        } catch (IOException e) {
            throw new IllegalStateException("a model of this module cannot be read: name=" + name, e);
        }
    }

    /// Reads text.
    ///
    /// @param source where it is from, for messages
    public static Machine parse(String text, String source) {
        MachineText reader = new MachineText(source);
        text.lines().forEach(reader::line);
        reader.closeAt(Machine.END);
        return reader.build();
    }

    private Machine build() {
        Machine.Builder builder = Machine.named(machine);
        processes.forEach((name, states) -> {
            builder.process(name);
            states.forEach(builder::state);
        });
        try {
            return builder.build();
        } catch (InvalidMachineException e) {
            throw new InvalidMachineException(source + ": " + e.getMessage());
        }
    }

    private void line(String text) {
        line++;
        String code = text.replaceFirst("#.*", "").strip();
        if (code.startsWith("machine ")) {
            machine = code.substring("machine ".length()).strip();
        } else if (code.startsWith("process ")) {
            closeAt(Machine.END);
            process = word(code.substring("process ".length()), "a process's name");
            if (processes.putIfAbsent(process, new LinkedHashMap<>()) != null) {
                throw wrong("a process twice", process);
            }
        } else if (!code.isEmpty()) {
            state(code);
        }
    }

    private void state(String code) {
        if (process.isEmpty()) {
            throw wrong("a state before the first process", code);
        }
        int colon = code.indexOf(':');
        boolean named = colon > 0 && code.substring(0, colon).strip().matches("\\S+");
        String name = named ? code.substring(0, colon).strip() : "line " + line;
        String step = named ? code.substring(colon + 1).strip() : code;
        closeAt(name);
        if (name.equals(Machine.END) || states().containsKey(name)) {
            throw wrong("a state twice, or one called end", name);
        }
        if (step.contains("|") || isBranching(step)) {
            states().put(name, branching(step));
            return;
        }
        int arrow = step.lastIndexOf("->");
        if (arrow < 0) {
            openState = name;
            openStep = step;
            // Takes its place among the states, and refuses a wrong step with this line's number.
            states().put(name, simple(step, Machine.END));
        } else {
            String next = word(step.substring(arrow + 2), "a state's name");
            states().put(name, simple(step.substring(0, arrow).strip(), next));
        }
    }

    private Map<String, Step> states() {
        return processes.computeIfAbsent(process, _ -> new LinkedHashMap<>());
    }

    /// Ends the step above, which goes on in state `next`.
    private void closeAt(String next) {
        if (!openState.isEmpty()) {
            states().put(openState, simple(openStep, next));
            openState = "";
        }
    }

    private static boolean isBranching(String step) {
        return step.startsWith("choose") || step.startsWith("receive any ") || step.startsWith("receive from ");
    }

    private Step simple(String step, String next) {
        String[] words = step.split("\\s+", -1);
        String text = step.substring(words[0].length()).strip();
        return switch (words[0] + " " + (words.length - 1)) {
            case "internal 0" -> new Step.Internal(next);
            case "send 3" -> new Step.Send(keyword("to", words[2], words[3]), words[1], next);
            case "receive 3" ->
                new Step.Receive(keyword("from", words[2], words[3]), List.of(new Step.Branch(words[1], next)));
            case "commit 0" -> new Step.Commit("", next);
            case "commit 2" -> new Step.Commit(keyword("round", words[1], words[2]), next);
            case "log 0" -> new Step.Log(process, next);
            case "log 1" -> new Step.Log(words[1], next);
            default -> {
                if (words[0].equals("show") && !text.isEmpty()) {
                    yield new Step.Show(text, next);
                }
                throw wrong("no such step", step);
            }
        };
    }

    private String keyword(String expected, String found, String value) {
        if (!expected.equals(found)) {
            throw wrong("not " + expected, found);
        }
        return value;
    }

    private Step branching(String step) {
        if (step.startsWith("choose unlogged ")) {
            return new Step.Choose(branches(step.substring("choose unlogged ".length())), false);
        }
        if (step.startsWith("choose ")) {
            return new Step.Choose(branches(step.substring("choose ".length())), true);
        }
        if (step.startsWith("receive any ")) {
            return new Step.ReceiveAny(arrivals(step.substring("receive any ".length())), true);
        }
        if (step.startsWith("receive from ")) {
            String[] fromAndBranches = step.substring("receive from ".length()).split("\\s+", 2);
            if (fromAndBranches.length == 2) {
                return new Step.Receive(fromAndBranches[0], branches(fromAndBranches[1]));
            }
        }
        throw wrong("no such step", step);
    }

    private List<Step.Branch> branches(String text) {
        return List.of(text.split("\\|", -1)).stream()
                .map(part -> {
                    String[] sides = arrow(part);
                    return new Step.Branch(word(sides[0], "a word"), sides[1]);
                })
                .toList();
    }

    private List<Step.Arrival> arrivals(String text) {
        return List.of(text.split("\\|", -1)).stream()
                .map(part -> {
                    String[] sides = arrow(part);
                    String[] fromAndMessage = sides[0].split("\\s+", -1);
                    if (fromAndMessage.length != 2) {
                        throw wrong("no sender and message", part.strip());
                    }
                    return new Step.Arrival(fromAndMessage[0], fromAndMessage[1], sides[1]);
                })
                .toList();
    }

    /// What is left and right of the arrow.
    private String[] arrow(String part) {
        int arrow = part.indexOf("->");
        if (arrow < 0) {
            throw wrong("a branch without its next state", part.strip());
        }
        return new String[] {part.substring(0, arrow).strip(), word(part.substring(arrow + 2), "a state's name")};
    }

    private String word(String text, String what) {
        String word = text.strip();
        if (!word.matches("\\S+")) {
            throw wrong("not " + what, word);
        }
        return word;
    }

    private InvalidMachineException wrong(String reason, String found) {
        return new InvalidMachineException(source + ":" + line + ": " + reason + ": found=" + found);
    }
}
