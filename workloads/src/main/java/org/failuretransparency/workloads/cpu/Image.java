package org.failuretransparency.workloads.cpu;

/// What the assembler makes of a source: words for the start of the memory, instructions first. The byte at address 0
/// is the highest of the first word.
final class Image {

    private final int[] words;
    private final int textBytes;

    /// @param textBytes of the instructions
    Image(int[] words, int textBytes) {
        this.words = words.clone();
        this.textBytes = textBytes;
    }

    int[] words() {
        return words.clone();
    }

    int lengthBytes() {
        return words.length * Integer.BYTES;
    }

    int textBytes() {
        return textBytes;
    }
}
