package org.failuretransparency.workloads.cpu;

/// Turns instruction words into what the interpreter executes, once, as `m88ksim` does. A
/// decoded instruction is a word of 64 bits:
/// ```
/// bits    field      meaning
/// 0-31    immediate  added to S2; a branch's target; 0 with register operands
/// 32-37   target     D, or 32 in place of register 0, so that stores to it are lost; a bit number; a condition
/// 40-44   source1    S1
/// 45-49   source2    S2, or register 0 with an immediate operand
/// 50-51   shift      of a scaled S2
/// 56-61   operation  of [Operation]
/// ```
final class Decoder {

    static final int TARGET = 32;
    static final int SOURCE1 = 40;
    static final int SOURCE2 = 45;
    static final int SHIFT = 50;
    static final int OPERATION = 56;

    /// The slot that takes what is stored to register 0.
    static final int NOWHERE = 32;

    /// In the immediate of [Operation#ADD_CARRY] and [Operation#SUB_CARRY]: which carry is used, and no overflow.
    static final int CARRY_IN = 2;

    static final int CARRY_OUT = 1;
    static final int UNSIGNED = 0x10;

    private static final int SCALED = 1 << 9;
    private static final int CARRY_SHIFT = 8;
    private static final int SIGNED_BIT = 1 << 12;
    private static final int LOW = 0xFFFF;
    private static final Instruction[] ALL = Instruction.values();

    private Decoder() {}

    /// The decoded text of the image.
    static long[] decode(Image image) {
        int[] words = image.words();
        long[] text = new long[image.textBytes() / Integer.BYTES];
        for (int index = 0; index < text.length; index++) {
            text[index] = decode(words[index], index * Integer.BYTES);
        }
        return text;
    }

    /// The decoded form of the word at that address; of a word that is no instruction, [Operation#ILLEGAL].
    static long decode(int word, int address) {
        for (Instruction instruction : ALL) {
            Instruction.Format format = instruction.format;
            if (instruction.hasImmediate() && (word & format.immediateMask) == instruction.immediateBits) {
                return immediate(instruction, word, address);
            }
            if (instruction.hasRegisters() && (word & format.registerMask) == instruction.registerBits) {
                return registers(instruction, word);
            }
        }
        return pack(Operation.ILLEGAL, 0, 0, 0, 0, word);
    }

    private static long immediate(Instruction instruction, int word, int address) {
        int d = word >>> 21 & 31;
        int s1 = word >>> 16 & 31;
        return switch (instruction.format) {
            case BRANCH -> pack(instruction.operation, 0, 0, 0, 0, address + (word << 6 >> 4));
            case BRANCH_IF -> pack(instruction.operation, d, s1, 0, 0, address + ((short) word << 2));
            case TRAP -> pack(instruction.operation, d, s1, 0, 0, word & 0x1FF);
            case FIELD -> pack(instruction.operation, target(d), s1, 0, 0, word & 0x3FF);
            default -> pack(instruction.operation, target(d), s1, 0, 0, operand(instruction, word & LOW));
        };
    }

    /// The operand of 32 bits that 16 bits stand for.
    private static int operand(Instruction instruction, int low) {
        return switch (instruction) {
            case AND -> low | LOW << 16;
            case AND_U -> low << 16 | LOW;
            case MASK_U, OR_U, XOR_U -> low << 16;
            default -> low;
        };
    }

    private static long registers(Instruction instruction, int word) {
        int d = target(word >>> 21 & 31);
        int s1 = word >>> 16 & 31;
        int s2 = word & 31;
        int operation = instruction.operation;
        if (operation == Operation.ADD_CARRY || operation == Operation.SUB_CARRY) {
            int unsigned = (word & SIGNED_BIT) == 0 ? UNSIGNED : 0;
            return pack(operation, d, s1, s2, 0, word >>> CARRY_SHIFT & (CARRY_IN | CARRY_OUT) | unsigned);
        }
        boolean scaled = instruction.format == Instruction.Format.ADDRESS && (word & SCALED) != 0;
        return pack(operation, d, s1, s2, scaled ? scale(instruction) : 0, 0);
    }

    private static int scale(Instruction instruction) {
        return switch (instruction) {
            case LD_H, LD_HU, ST_H, LDA_H -> 1;
            case LD, ST, LDA -> 2;
            case LDA_D -> 3;
            default -> 0;
        };
    }

    private static int target(int d) {
        return d == 0 ? NOWHERE : d;
    }

    private static long pack(int operation, int target, int s1, int s2, int shift, int immediate) {
        return (long) operation << OPERATION
                | (long) shift << SHIFT
                | (long) s2 << SOURCE2
                | (long) s1 << SOURCE1
                | (long) target << TARGET
                | immediate & 0xFFFFFFFFL;
    }
}
