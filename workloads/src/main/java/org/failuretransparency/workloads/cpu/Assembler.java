package org.failuretransparency.workloads.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A two-pass assembler. The first pass gives labels their addresses, the second encodes. A line is
/// ```
/// label:  mnemonic  operand,operand,operand   ; comment
/// ```
/// Operands are written as in the processor's manual: `r5`; numbers and labels (`10`, `-1`, `0x1F`, `lo16(label)`,
/// `hi16(label)`); bit fields `width<offset>`, `<offset>`; scaled indices `r2[r3]`; bits of `cmp` (`eq`, `ne`, `gt`,
/// `le`, `lt`, `ge`, `hi`, `ls`, `lo`, `hs`) and conditions (`eq0`, `ne0`, `gt0`, `lt0`, `ge0`, `le0`) by name or
/// number. Directives: `.data` (from here on no instructions), `.word`, `.ascii`, `.asciz`, `.space`, `.align`. Words
/// are aligned.
///
/// **Throws**: [IllegalArgumentException] with the number of the line.
final class Assembler {

    private static final int WORD = Integer.BYTES;
    private static final int HALF_LIMIT = 1 << 16;

    private record Statement(int line, int address, String mnemonic, String operands) {}

    private final Map<String, Integer> labels = new HashMap<>();
    private final List<Statement> statements = new ArrayList<>();
    private int end;
    private int textBytes = -1;
    private byte[] bytes = new byte[0];

    private Assembler() {}

    static Image assemble(String source) {
        Assembler assembler = new Assembler();
        List<String> lines = source.lines().toList();
        for (int index = 0; index < lines.size(); index++) {
            try {
                assembler.place(index + 1, withoutComment(lines.get(index)).strip());
            } catch (IllegalArgumentException e) {
                throw in(index + 1, e);
            }
        }
        return assembler.encode();
    }

    private static String withoutComment(String line) {
        boolean quoted = false;
        for (int at = 0; at < line.length(); at++) {
            if (line.charAt(at) == '"') {
                quoted = !quoted;
            } else if (line.charAt(at) == ';' && !quoted) {
                return line.substring(0, at);
            }
        }
        return line;
    }

    private static IllegalArgumentException in(int line, IllegalArgumentException e) {
        return new IllegalArgumentException("line " + line + ": " + e.getMessage(), e);
    }

    /// The first pass, for one line.
    private void place(int line, String text) {
        int colon = text.indexOf(':');
        int quote = text.indexOf('"');
        String rest = text;
        String label = "";
        if (colon >= 0 && (quote < 0 || colon < quote)) {
            label = text.substring(0, colon).strip();
            rest = text.substring(colon + 1).strip();
        }
        String[] parts = rest.split("\\s+", 2);
        String operands = parts.length > 1 ? parts[1].strip() : "";
        boolean aligned = parts[0].equals(".word") || !parts[0].isEmpty() && !parts[0].startsWith(".");
        if (aligned || parts[0].equals(".data")) {
            end = align(end, WORD);
        } else if (parts[0].equals(".align")) {
            end = align(end, Math.max(1, parse(operands)));
        }
        if (!label.isEmpty() && labels.put(label, end) != null) {
            throw new IllegalArgumentException("label defined twice: label=" + label);
        }
        if (parts[0].equals(".data")) {
            textBytes = end;
        } else if (!parts[0].isEmpty()) {
            statements.add(new Statement(line, end, parts[0], operands));
            end += lengthBytes(parts[0], operands);
        }
    }

    private int lengthBytes(String mnemonic, String operands) {
        return switch (mnemonic) {
            case ".word" -> WORD * operands.split(",", -1).length;
            case ".ascii" -> string(operands).length();
            case ".asciz" -> string(operands).length() + 1;
            case ".space" -> parse(operands);
            case ".align" -> 0;
            default -> {
                Instruction.named(mnemonic);
                if (textBytes >= 0) {
                    throw new IllegalArgumentException("instruction in the data: mnemonic=" + mnemonic);
                }
                yield WORD;
            }
        };
    }

    private Image encode() {
        int lengthBytes = align(end, WORD);
        bytes = new byte[lengthBytes];
        for (Statement statement : statements) {
            try {
                encode(statement);
            } catch (IllegalArgumentException e) {
                throw in(statement.line(), e);
            }
        }
        int[] words = new int[lengthBytes / WORD];
        for (int at = 0; at < lengthBytes; at++) {
            words[at / WORD] |= (bytes[at] & 0xFF) << 24 - 8 * (at % WORD);
        }
        return new Image(words, textBytes < 0 ? lengthBytes : textBytes);
    }

    private void encode(Statement statement) {
        int address = statement.address();
        switch (statement.mnemonic()) {
            case ".word" -> {
                String[] values = statement.operands().split(",", -1);
                for (int index = 0; index < values.length; index++) {
                    word(address + WORD * index, value(values[index].strip()));
                }
            }
            case ".ascii", ".asciz" -> {
                String string = string(statement.operands());
                for (int index = 0; index < string.length(); index++) {
                    bytes[address + index] = (byte) string.charAt(index);
                }
            }
            case ".space", ".align" -> {}
            default ->
                word(address, encode(Instruction.named(statement.mnemonic()), address, operands(statement.operands())));
        }
    }

    private void word(int address, int value) {
        for (int index = 0; index < WORD; index++) {
            bytes[address + index] = (byte) (value >>> 24 - 8 * index);
        }
    }

    /// Operands, with a scaled index apart: `r1,r2[r3]` is three.
    private static List<String> operands(String text) {
        return Arrays.stream(text.replace("[", ",[").split(",", -1))
                .map(String::strip)
                .toList();
    }

    private int encode(Instruction instruction, int address, List<String> operands) {
        int expected = switch (instruction.format) {
            case BRANCH, JUMP -> 1;
            case FIND -> 2;
            default -> 3;
        };
        if (operands.size() != expected) {
            throw new IllegalArgumentException(
                    "wrong number of operands: mnemonic=" + instruction.mnemonic + ", expected=" + expected);
        }
        String last = operands.getLast();
        return switch (instruction.format) {
            case BRANCH -> instruction.immediateBits | distance(last, address, 26);
            case JUMP -> instruction.registerBits | Operands.register(last);
            case FIND ->
                instruction.registerBits | Operands.register(operands.getFirst()) << 21 | Operands.register(last);
            case BRANCH_IF ->
                instruction.immediateBits
                        | Operands.bit(operands.getFirst()) << 21
                        | Operands.register(operands.get(1)) << 16
                        | distance(last, address, 16);
            case TRAP ->
                instruction.immediateBits
                        | Operands.bit(operands.getFirst()) << 21
                        | Operands.register(operands.get(1)) << 16
                        | within(last, value(last), 1 << 9);
            default ->
                Operands.register(operands.getFirst()) << 21
                        | Operands.register(operands.get(1)) << 16
                        | last(instruction, last);
        };
    }

    /// The bits of an instruction with a last operand of several kinds.
    private int last(Instruction instruction, String operand) {
        boolean scaled = operand.startsWith("[") && operand.endsWith("]");
        String register = scaled ? operand.substring(1, operand.length() - 1) : operand;
        if (instruction.hasRegisters() && Operands.isRegister(register)) {
            if (scaled && instruction.format != Instruction.Format.ADDRESS) {
                throw new IllegalArgumentException("no scaled index here: mnemonic=" + instruction.mnemonic);
            }
            return instruction.registerBits | (scaled ? 1 << 9 : 0) | Operands.register(register);
        }
        if (!instruction.hasImmediate()) {
            throw new IllegalArgumentException(
                    "not a register: mnemonic=" + instruction.mnemonic + ", operand=" + operand);
        }
        int immediate = instruction.format == Instruction.Format.FIELD
                ? Operands.field(operand)
                : within(operand, value(operand), HALF_LIMIT);
        return instruction.immediateBits | immediate;
    }

    private static int within(String operand, int value, int limit) {
        if (value < 0 || value >= limit) {
            throw new IllegalArgumentException("operand out of range: operand=" + operand + ", limit=" + limit);
        }
        return value;
    }

    /// The words from here to the label, in so many bits.
    private int distance(String label, int address, int bits) {
        int words = (value(label) - address) / WORD;
        if (words != words << 32 - bits >> 32 - bits) {
            throw new IllegalArgumentException("label too far away: label=" + label);
        }
        return words & (1 << bits) - 1;
    }

    private int value(String operand) {
        if (operand.startsWith("lo16(") && operand.endsWith(")")) {
            return value(operand.substring(5, operand.length() - 1)) & HALF_LIMIT - 1;
        }
        if (operand.startsWith("hi16(") && operand.endsWith(")")) {
            return value(operand.substring(5, operand.length() - 1)) >>> 16;
        }
        Integer address = labels.get(operand);
        return address != null ? address : parse(operand);
    }

    private static int parse(String number) {
        try {
            return (int) (long) Long.decode(number);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("neither a number nor a label: operand=" + number, e);
        }
    }

    private static String string(String operand) {
        if (operand.length() < 2 || !operand.startsWith("\"") || !operand.endsWith("\"")) {
            throw new IllegalArgumentException("not a string: operand=" + operand);
        }
        return operand.substring(1, operand.length() - 1);
    }

    private static int align(int address, int alignment) {
        return (address + alignment - 1) / alignment * alignment;
    }
}
