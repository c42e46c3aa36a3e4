package org.failuretransparency.theory.trace;

import java.util.ArrayList;
import java.util.List;
import org.failuretransparency.theory.MalformedTraceException;

/// The words of one line of a text trace, from the first to the last.
final class TextLine {

    private final String where;
    private final String text;
    private final List<String> words = new ArrayList<>();
    private int position;
    private int nextWord;

    /// @param where file and line number, for messages
    TextLine(String where, String text) {
        this.where = where;
        this.text = text;
        split();
    }

    /// A quoted label stays one word, with its opening quote in front, so that it is no other kind of word.
    private void split() {
        while (position < text.length() && text.charAt(position) != '#') {
            char c = text.charAt(position);
            if (Character.isWhitespace(c)) {
                position++;
            } else if (c == '"') {
                words.add(quoted());
            } else {
                int begin = position;
                while (position < text.length()
                        && "\"#".indexOf(text.charAt(position)) < 0
                        && !Character.isWhitespace(text.charAt(position))) {
                    position++;
                }
                words.add(text.substring(begin, position));
            }
        }
    }

    private String quoted() {
        StringBuilder label = new StringBuilder("\"");
        for (position++; position < text.length(); position++) {
            char c = text.charAt(position);
            if (c == '"') {
                position++;
                return label.toString();
            }
            label.append(c == '\\' ? escaped() : c);
        }
        throw malformed("label without its closing quote: label=" + label);
    }

    private char escaped() {
        position++;
        char c = position < text.length() ? text.charAt(position) : ' ';
        return switch (c) {
            case '"', '\\' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                String digits = text.substring(position + 1, Math.min(position + 5, text.length()));
                if (!digits.matches("[0-9a-fA-F]{4}")) {
                    throw malformed("unknown escape: escape=\\u" + digits + ", expected=\\uXXXX");
                }
                position += digits.length();
                yield (char) Integer.parseInt(digits, 16);
            }
            default -> throw malformed("unknown escape: escape=\\" + c + ", expected=\\\" \\\\ \\n \\r \\t \\uXXXX");
        };
    }

    boolean hasNext() {
        return nextWord < words.size();
    }

    /// The next word without going on to it; empty at the end of the line.
    String peek() {
        return hasNext() ? words.get(nextWord) : "";
    }

    /// Goes on to the next word.
    ///
    /// @param what what has to stand here, for the message if the line ends
    String next(String what) {
        if (!hasNext()) {
            throw malformed("line ends too early: expected=" + what);
        }
        return words.get(nextWord++);
    }

    void requireEnd() {
        if (hasNext()) {
            throw malformed("unexpected word: word=" + peek());
        }
    }

    /// A word as a number from 0 to `max`.
    long number(String what, String word, long max) {
        long number = longNumber(what, word);
        if (number < 0 || number > max) {
            throw malformed("number out of range: " + what + "=" + word + ", expected=0.." + max);
        }
        return number;
    }

    /// A word as a number.
    long longNumber(String what, String word) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw new MalformedTraceException(where + ": not a number: " + what + "=" + word, e);
        }
    }

    MalformedTraceException malformed(String reason) {
        return new MalformedTraceException(where + ": " + reason);
    }

    MalformedTraceException malformed(RuntimeException cause) {
        return new MalformedTraceException(where + ": " + cause.getMessage(), cause);
    }
}
