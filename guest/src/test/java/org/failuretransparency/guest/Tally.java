package org.failuretransparency.guest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.failuretransparency.os.Errno;

/// The tutorial's program: counts the words of its input in a hash table, says after each line how many there were so
/// far, and prints the table at the end. The README quotes it.
public final class Tally {

    // quote: memory
    /// Where things are in the data area. A table entry is a block of the heap.
    private static final long BUFFER = 0;

    private static final long WORD = 4096;
    private static final long WORD_LENGTH = 4160;
    private static final long LINES = 4168;
    private static final long DISTINCT = 4176;
    private static final long FIRST_ENTRY = 4184;
    private static final long LAST_ENTRY = 4192;
    private static final long BUCKETS = 4200;
    private static final int BUCKET_COUNT = 256;

    private static final long ENTRY_CHAIN = 0; // the next entry in the same bucket
    private static final long ENTRY_NEXT = 8; // the next entry to be printed
    private static final long ENTRY_COUNT = 16;
    private static final long ENTRY_LENGTH = 24;
    private static final long ENTRY_WORD = 32;
    // end

    private static final long BUFFER_BYTES = 4096;
    private static final long WORD_BYTES = 64;

    private Tally() {}

    // quote: program
    /// The routines' numbers.
    private static final int MAIN = 0;

    private static final int COUNT = 1;
    private static final int WRITE = 2;

    public static Program program() {
        return new Program(
                "tally",
                1,
                new AddressSpace(BUCKETS + 8 * BUCKET_COUNT, 1 << 20, 16 << 10),
                List.of(
                        new Program.Entry("main", 3, Tally::main),
                        new Program.Entry("count", 2, Tally::count),
                        new Program.Entry("write", 3, Tally::write)),
                MAIN);
    }
    // end

    // quote: main
    /// The points of main, and its locals.
    private static final int READ = 0;

    private static final int GOT = 1;
    private static final int SCAN = 2;
    private static final int PRINT = 3;

    private static final int AT = 0;
    private static final int END = 1;
    private static final int ENTRY = 2;

    private static void main(Guest g) {
        switch (g.point()) {
            case READ -> {
                g.request(SystemCalls.READ, 0, BUFFER, BUFFER_BYTES, 0);
                g.resumeAt(GOT);
            }
            case GOT -> got(g, g.result());
            case SCAN -> scan(g);
            default -> print(g);
        }
    }
    // end

    // quote: got
    private static void got(Guest g, long count) {
        if (count > 0) {
            g.local(AT, BUFFER);
            g.local(END, BUFFER + count);
            g.resumeAt(SCAN);
        } else if (count == -Errno.EINTR) {
            g.resumeAt(READ); // a signal came first
        } else if (count < 0) {
            g.exit(1);
        } else if (g.memory().getLong(WORD_LENGTH) > 0) {
            g.resumeAt(READ); // the input ended with a word, and will end again
            countWord(g);
        } else {
            g.local(ENTRY, g.memory().getLong(FIRST_ENTRY));
            g.resumeAt(PRINT);
        }
    }
    // end

    // quote: scan
    /// Goes on in the buffer up to the next word or line that is complete.
    private static void scan(Guest g) {
        Memory memory = g.memory();
        long end = g.local(END);
        for (long at = g.local(AT); at < end; at++) {
            byte letter = memory.getByte(at);
            long length = memory.getLong(WORD_LENGTH);
            if (letter > ' ') {
                if (length < WORD_BYTES) {
                    memory.putByte(WORD + length, letter);
                    memory.putLong(WORD_LENGTH, length + 1);
                }
            } else if (length > 0) {
                g.local(AT, at); // and look at the same character again afterwards
                countWord(g);
                return;
            } else if (letter == '\n') {
                g.local(AT, at + 1);
                memory.putLong(LINES, memory.getLong(LINES) + 1);
                say(g, memory.getLong(LINES) + " lines, " + memory.getLong(DISTINCT) + " words");
                return;
            }
        }
        g.resumeAt(READ);
    }

    private static void countWord(Guest g) {
        long length = g.memory().getLong(WORD_LENGTH);
        g.memory().putLong(WORD_LENGTH, 0);
        g.call(COUNT, WORD, length);
    }
    // end

    private static void print(Guest g) {
        Memory memory = g.memory();
        long entry = g.local(ENTRY);
        if (entry == 0) {
            g.ret(0);
            return;
        }
        byte[] word = new byte[(int) memory.getLong(entry + ENTRY_LENGTH)];
        memory.get(entry + ENTRY_WORD, word, 0, word.length);
        g.local(ENTRY, memory.getLong(entry + ENTRY_NEXT));
        say(g, new String(word, StandardCharsets.UTF_8) + " " + memory.getLong(entry + ENTRY_COUNT));
    }

    /// Writes a line, as the last thing that a step does: main goes on where it is.
    private static void say(Guest g, String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        long copy = allocate(g, bytes.length);
        g.memory().put(copy, bytes, 0, bytes.length);
        g.call(WRITE, copy, bytes.length);
    }

    // quote: count
    /// count(address, length): counts the word.
    private static void count(Guest g) {
        Memory memory = g.memory();
        byte[] word = new byte[(int) g.local(1)]; // scratch: forgotten when the step ends
        memory.get(g.local(0), word, 0, word.length);
        long bucket = BUCKETS + 8L * (hash(word) & BUCKET_COUNT - 1);
        long entry = memory.getLong(bucket);
        while (entry != 0 && !holds(memory, entry, word)) {
            entry = memory.getLong(entry + ENTRY_CHAIN);
        }
        if (entry == 0) {
            entry = newEntry(g, word, memory.getLong(bucket));
            memory.putLong(bucket, entry);
        }
        memory.putLong(entry + ENTRY_COUNT, memory.getLong(entry + ENTRY_COUNT) + 1);
        g.ret(0);
    }
    // end

    private static long newEntry(Guest g, byte[] word, long chain) {
        Memory memory = g.memory();
        long entry = allocate(g, ENTRY_WORD + word.length);
        memory.putLong(entry + ENTRY_CHAIN, chain);
        memory.putLong(entry + ENTRY_NEXT, 0);
        memory.putLong(entry + ENTRY_COUNT, 0);
        memory.putLong(entry + ENTRY_LENGTH, word.length);
        memory.put(entry + ENTRY_WORD, word, 0, word.length);
        long last = memory.getLong(LAST_ENTRY);
        memory.putLong(last == 0 ? FIRST_ENTRY : last + ENTRY_NEXT, entry);
        memory.putLong(LAST_ENTRY, entry);
        memory.putLong(DISTINCT, memory.getLong(DISTINCT) + 1);
        return entry;
    }

    private static long allocate(Guest g, long lengthBytes) {
        long block = g.malloc(lengthBytes);
        if (block == 0) {
            throw new IllegalStateException("no room on the heap: lengthBytes=" + lengthBytes);
        }
        return block;
    }

    private static boolean holds(Memory memory, long entry, byte[] word) {
        if (memory.getLong(entry + ENTRY_LENGTH) != word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (memory.getByte(entry + ENTRY_WORD + i) != word[i]) {
                return false;
            }
        }
        return true;
    }

    private static int hash(byte[] word) {
        int hash = 0;
        for (byte letter : word) {
            hash = 31 * hash + letter;
        }
        return hash ^ hash >>> 8;
    }

    // quote: write
    /// The local of write that counts what is written.
    private static final int DONE = 2;

    /// write(block, length): writes it all, frees it, returns. `write` may write less than it was asked to.
    private static void write(Guest g) {
        long block = g.local(0);
        long length = g.local(1);
        switch (g.point()) {
            case 0 -> {
                long done = g.local(DONE);
                g.request(SystemCalls.WRITE, 1, block + done, length - done, 0);
                g.resumeAt(1);
            }
            default -> {
                long written = g.result();
                if (written < 0 && written != -Errno.EINTR) {
                    g.exit(1);
                } else if (g.local(DONE) + written == length) {
                    g.free(block);
                    g.ret(0);
                } else {
                    g.local(DONE, g.local(DONE) + Math.max(0, written));
                    g.resumeAt(0);
                }
            }
        }
    }
    // end
}
