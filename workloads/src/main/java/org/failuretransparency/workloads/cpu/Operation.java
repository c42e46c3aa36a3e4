package org.failuretransparency.workloads.cpu;

/// What the interpreter distinguishes: numbers of its cases and of the statistics' counters. Several instructions of
/// the processor are one operation when their operands are decoded (`and`, `and.u` and `mask`, for instance).
final class Operation {

    static final int ILLEGAL = 0;
    static final int ADD = 1;
    static final int ADDU = 2;
    static final int ADD_CARRY = 3;
    static final int SUB = 4;
    static final int SUBU = 5;
    static final int SUB_CARRY = 6;
    static final int CMP = 7;
    static final int MUL = 8;
    static final int DIV = 9;
    static final int DIVU = 10;
    static final int AND = 11;
    static final int AND_C = 12;
    static final int OR = 13;
    static final int OR_C = 14;
    static final int XOR = 15;
    static final int XOR_C = 16;
    static final int EXT = 17;
    static final int EXTU = 18;
    static final int MAK = 19;
    static final int ROT = 20;
    static final int SET = 21;
    static final int CLR = 22;
    static final int FF0 = 23;
    static final int FF1 = 24;
    static final int LDA = 25;

    /// Loads and stores, FIRST_ACCESS to LAST_ACCESS.
    static final int FIRST_ACCESS = 26;

    static final int LD_B = 26;
    static final int LD_BU = 27;
    static final int LD_H = 28;
    static final int LD_HU = 29;
    static final int LD = 30;
    static final int ST_B = 31;
    static final int ST_H = 32;
    static final int ST = 33;
    static final int LAST_ACCESS = 33;

    static final int BR = 34;
    static final int BR_N = 35;
    static final int BSR = 36;
    static final int BSR_N = 37;
    static final int BB0 = 38;
    static final int BB0_N = 39;
    static final int BB1 = 40;
    static final int BB1_N = 41;
    static final int BCND = 42;
    static final int BCND_N = 43;
    static final int JMP = 44;
    static final int JMP_N = 45;
    static final int JSR = 46;
    static final int JSR_N = 47;
    static final int TB0 = 48;
    static final int TB1 = 49;
    static final int TCND = 50;

    /// Room for counters; a power of two.
    static final int LIMIT = 64;

    private Operation() {}
}
