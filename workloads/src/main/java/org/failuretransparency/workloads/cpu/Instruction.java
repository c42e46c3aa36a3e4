package org.failuretransparency.workloads.cpu;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The instructions that are simulated, with the encodings of the M88100: most have one for an immediate operand and
/// one for two registers. Everything else of that processor (floating point, control registers, double words, `xmem`,
/// `tbnd`, `rte`) is an unimplemented opcode.
///
/// **Source**: MC88100 RISC Microprocessor User's Manual, Section 3.
enum Instruction {
    ADD("add", Format.ARITHMETIC, Operation.ADD, 0x70000000, 0xF4007000),
    ADD_CI("add.ci", Format.ARITHMETIC, Operation.ADD_CARRY, Instruction.NONE, 0xF4007200),
    ADD_CO("add.co", Format.ARITHMETIC, Operation.ADD_CARRY, Instruction.NONE, 0xF4007100),
    ADD_CIO("add.cio", Format.ARITHMETIC, Operation.ADD_CARRY, Instruction.NONE, 0xF4007300),
    ADDU("addu", Format.ARITHMETIC, Operation.ADDU, 0x60000000, 0xF4006000),
    ADDU_CI("addu.ci", Format.ARITHMETIC, Operation.ADD_CARRY, Instruction.NONE, 0xF4006200),
    ADDU_CO("addu.co", Format.ARITHMETIC, Operation.ADD_CARRY, Instruction.NONE, 0xF4006100),
    ADDU_CIO("addu.cio", Format.ARITHMETIC, Operation.ADD_CARRY, Instruction.NONE, 0xF4006300),
    SUB("sub", Format.ARITHMETIC, Operation.SUB, 0x74000000, 0xF4007400),
    SUB_CI("sub.ci", Format.ARITHMETIC, Operation.SUB_CARRY, Instruction.NONE, 0xF4007600),
    SUB_CO("sub.co", Format.ARITHMETIC, Operation.SUB_CARRY, Instruction.NONE, 0xF4007500),
    SUB_CIO("sub.cio", Format.ARITHMETIC, Operation.SUB_CARRY, Instruction.NONE, 0xF4007700),
    SUBU("subu", Format.ARITHMETIC, Operation.SUBU, 0x64000000, 0xF4006400),
    SUBU_CI("subu.ci", Format.ARITHMETIC, Operation.SUB_CARRY, Instruction.NONE, 0xF4006600),
    SUBU_CO("subu.co", Format.ARITHMETIC, Operation.SUB_CARRY, Instruction.NONE, 0xF4006500),
    SUBU_CIO("subu.cio", Format.ARITHMETIC, Operation.SUB_CARRY, Instruction.NONE, 0xF4006700),
    CMP("cmp", Format.ARITHMETIC, Operation.CMP, 0x7C000000, 0xF4007C00),
    MUL("mul", Format.ARITHMETIC, Operation.MUL, 0x6C000000, 0xF4006C00),
    DIV("div", Format.ARITHMETIC, Operation.DIV, 0x78000000, 0xF4007800),
    DIVU("divu", Format.ARITHMETIC, Operation.DIVU, 0x68000000, 0xF4006800),
    AND("and", Format.ARITHMETIC, Operation.AND, 0x40000000, 0xF4004000),
    AND_U("and.u", Format.ARITHMETIC, Operation.AND, 0x44000000, Instruction.NONE),
    AND_C("and.c", Format.ARITHMETIC, Operation.AND_C, Instruction.NONE, 0xF4004400),
    MASK("mask", Format.ARITHMETIC, Operation.AND, 0x48000000, Instruction.NONE),
    MASK_U("mask.u", Format.ARITHMETIC, Operation.AND, 0x4C000000, Instruction.NONE),
    OR("or", Format.ARITHMETIC, Operation.OR, 0x58000000, 0xF4005800),
    OR_U("or.u", Format.ARITHMETIC, Operation.OR, 0x5C000000, Instruction.NONE),
    OR_C("or.c", Format.ARITHMETIC, Operation.OR_C, Instruction.NONE, 0xF4005C00),
    XOR("xor", Format.ARITHMETIC, Operation.XOR, 0x50000000, 0xF4005000),
    XOR_U("xor.u", Format.ARITHMETIC, Operation.XOR, 0x54000000, Instruction.NONE),
    XOR_C("xor.c", Format.ARITHMETIC, Operation.XOR_C, Instruction.NONE, 0xF4005400),
    CLR("clr", Format.FIELD, Operation.CLR, 0xF0008000, 0xF4008000),
    SET("set", Format.FIELD, Operation.SET, 0xF0008800, 0xF4008800),
    EXT("ext", Format.FIELD, Operation.EXT, 0xF0009000, 0xF4009000),
    EXTU("extu", Format.FIELD, Operation.EXTU, 0xF0009800, 0xF4009800),
    MAK("mak", Format.FIELD, Operation.MAK, 0xF000A000, 0xF400A000),
    ROT("rot", Format.FIELD, Operation.ROT, 0xF000A800, 0xF400A800),
    FF1("ff1", Format.FIND, Operation.FF1, Instruction.NONE, 0xF400E800),
    FF0("ff0", Format.FIND, Operation.FF0, Instruction.NONE, 0xF400EC00),
    LD_B("ld.b", Format.ADDRESS, Operation.LD_B, 0x1C000000, 0xF4001C00),
    LD_BU("ld.bu", Format.ADDRESS, Operation.LD_BU, 0x0C000000, 0xF4000C00),
    LD_H("ld.h", Format.ADDRESS, Operation.LD_H, 0x18000000, 0xF4001800),
    LD_HU("ld.hu", Format.ADDRESS, Operation.LD_HU, 0x08000000, 0xF4000800),
    LD("ld", Format.ADDRESS, Operation.LD, 0x14000000, 0xF4001400),
    ST_B("st.b", Format.ADDRESS, Operation.ST_B, 0x2C000000, 0xF4002C00),
    ST_H("st.h", Format.ADDRESS, Operation.ST_H, 0x28000000, 0xF4002800),
    ST("st", Format.ADDRESS, Operation.ST, 0x24000000, 0xF4002400),
    LDA_B("lda.b", Format.ADDRESS, Operation.LDA, 0x3C000000, 0xF4003C00),
    LDA_H("lda.h", Format.ADDRESS, Operation.LDA, 0x38000000, 0xF4003800),
    LDA("lda", Format.ADDRESS, Operation.LDA, 0x34000000, 0xF4003400),
    LDA_D("lda.d", Format.ADDRESS, Operation.LDA, 0x30000000, 0xF4003000),
    BR("br", Format.BRANCH, Operation.BR, 0xC0000000, Instruction.NONE),
    BR_N("br.n", Format.BRANCH, Operation.BR_N, 0xC4000000, Instruction.NONE),
    BSR("bsr", Format.BRANCH, Operation.BSR, 0xC8000000, Instruction.NONE),
    BSR_N("bsr.n", Format.BRANCH, Operation.BSR_N, 0xCC000000, Instruction.NONE),
    BB0("bb0", Format.BRANCH_IF, Operation.BB0, 0xD0000000, Instruction.NONE),
    BB0_N("bb0.n", Format.BRANCH_IF, Operation.BB0_N, 0xD4000000, Instruction.NONE),
    BB1("bb1", Format.BRANCH_IF, Operation.BB1, 0xD8000000, Instruction.NONE),
    BB1_N("bb1.n", Format.BRANCH_IF, Operation.BB1_N, 0xDC000000, Instruction.NONE),
    BCND("bcnd", Format.BRANCH_IF, Operation.BCND, 0xE8000000, Instruction.NONE),
    BCND_N("bcnd.n", Format.BRANCH_IF, Operation.BCND_N, 0xEC000000, Instruction.NONE),
    JMP("jmp", Format.JUMP, Operation.JMP, Instruction.NONE, 0xF400C000),
    JMP_N("jmp.n", Format.JUMP, Operation.JMP_N, Instruction.NONE, 0xF400C400),
    JSR("jsr", Format.JUMP, Operation.JSR, Instruction.NONE, 0xF400C800),
    JSR_N("jsr.n", Format.JUMP, Operation.JSR_N, Instruction.NONE, 0xF400CC00),
    TB0("tb0", Format.TRAP, Operation.TB0, 0xF000D000, Instruction.NONE),
    TB1("tb1", Format.TRAP, Operation.TB1, 0xF000D800, Instruction.NONE),
    TCND("tcnd", Format.TRAP, Operation.TCND, 0xF000E800, Instruction.NONE);

    /// How operands are written and encoded. D is in bits 25 to 21, S1 in 20 to 16, S2 in 4 to 0.
    enum Format {
        /// `rD,rS1,rS2` or `rD,rS1,imm16`.
        ARITHMETIC(0xFC000000, 0xFC00FFE0),
        /// `rD,rS1,rS2` or `rD,rS1,width<offset>`.
        FIELD(0xFC00FC00, 0xFC00FFE0),
        /// `rD,rS2`.
        FIND(0, 0xFC1FFFE0),
        /// `rD,rS1,rS2`, `rD,rS1[rS2]` (bit 9) or `rD,rS1,imm16`.
        ADDRESS(0xFC000000, 0xFC00FDE0),
        /// `label`, 26 bits of words from here.
        BRANCH(0xFC000000, 0),
        /// `bit or condition,rS1,label`, 16 bits of words from here.
        BRANCH_IF(0xFC000000, 0),
        /// `rS2`.
        JUMP(0, 0xFFFFFFE0),
        /// `bit or condition,rS1,vector` of 9 bits.
        TRAP(0xFC00FE00, 0);

        /// The bits that tell an instruction with an immediate operand, and one with register operands.
        final int immediateMask;

        final int registerMask;

        Format(int immediateMask, int registerMask) {
            this.immediateMask = immediateMask;
            this.registerMask = registerMask;
        }
    }

    /// Stands for an encoding that does not exist. (It is one of a control register's.)
    static final int NONE = 0x80000000;

    private static final Map<String, Instruction> BY_MNEMONIC = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(instruction -> instruction.mnemonic, Function.identity()));

    final String mnemonic;
    final Format format;
    final int operation;
    final int immediateBits;
    final int registerBits;

    Instruction(String mnemonic, Format format, int operation, int immediateBits, int registerBits) {
        this.mnemonic = mnemonic;
        this.format = format;
        this.operation = operation;
        this.immediateBits = immediateBits;
        this.registerBits = registerBits;
    }

    boolean hasImmediate() {
        return immediateBits != NONE;
    }

    boolean hasRegisters() {
        return registerBits != NONE;
    }

    /// @throws IllegalArgumentException if there is none of that name
    static Instruction named(String mnemonic) {
        Instruction instruction = BY_MNEMONIC.get(mnemonic);
        if (instruction == null) {
            throw new IllegalArgumentException("no such instruction: mnemonic=" + mnemonic);
        }
        return instruction;
    }
}
