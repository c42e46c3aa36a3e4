package org.failuretransparency.workloads.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.failuretransparency.guest.Memory;

/// Executes decoded instructions. The processor's state and the tags of its cache are loaded into locals, and stored
/// when the run ends, into declared ranges: a run is part of one step of the guest. Simulated stores are single
/// stores of the guest: what finding out costs whether a page is saved already is little beside interpreting an
/// instruction, and no page is saved that nothing is stored to.
///
/// Branches: `pc` is the next instruction, `nextPc` the one after it. A branch sets both; one with a delay slot sets
/// `nextPc` alone.
///
/// The method is one loop and one switch, longer than others, because the registers must stay in locals.
final class Interpreter {

    /// Why a run ended.
    static final int BUDGET = 0;

    static final int TRAP = 1;
    static final int ILLEGAL = 2;
    static final int CODE_ACCESS = 3;
    static final int DATA_ACCESS = 4;
    static final int MISALIGNED = 5;
    static final int OVERFLOW = 6;
    static final int DIVIDE = 7;

    private static final int REGISTERS = 32;
    private static final int LINK = 1;

    private Interpreter() {}

    /// Executes up to so many instructions of a text. Returns why it ended; what for is in the state, and the program
    /// counter is at the instruction that could not be executed, or behind the one that trapped.
    ///
    /// @param text decoded, a word for each instruction from address 0 on
    static int run(Memory memory, long[] text, int memoryBytes, int instructions) {
        int[] r = new int[64]; // register 0, which stays 0; what is stored to it goes to Decoder.NOWHERE
        int[] counts = new int[Operation.LIMIT];
        int[] tags = new int[MachineLayout.LINES];
        load(memory, MachineLayout.REGISTERS, r, REGISTERS);
        load(memory, MachineLayout.TAGS, tags, MachineLayout.LINES);
        int pc = memory.getInt(MachineLayout.PC);
        int nextPc = memory.getInt(MachineLayout.NEXT_PC);
        int carry = memory.getInt(MachineLayout.CARRY);
        int textBytes = text.length * Integer.BYTES;
        int dataBytes = memoryBytes - textBytes;
        long base = MachineLayout.MEMORY;
        int misses = 0;
        int stop = BUDGET;
        int detail = 0;
        for (int left = instructions; left > 0; left--) {
            int next = pc >>> 2; // pc is a multiple of 4
            if (next >= text.length) {
                stop = CODE_ACCESS;
                detail = pc;
                break;
            }
            long decoded = text[next];
            int at = pc;
            pc = nextPc;
            nextPc = pc + 4;
            int operation = (int) (decoded >>> Decoder.OPERATION);
            int d = (int) (decoded >>> Decoder.TARGET) & 63;
            int immediate = (int) decoded;
            int s1 = r[(int) (decoded >>> Decoder.SOURCE1) & 31];
            int index = r[(int) (decoded >>> Decoder.SOURCE2) & 31];
            int s2 = index + immediate;
            counts[operation & Operation.LIMIT - 1]++;
            switch (operation) {
                case Operation.ADDU -> r[d] = s1 + s2;
                case Operation.SUBU -> r[d] = s1 - s2;
                case Operation.ADD -> {
                    int sum = s1 + s2;
                    if (((s1 ^ sum) & (s2 ^ sum)) < 0) {
                        stop = OVERFLOW;
                    } else {
                        r[d] = sum;
                    }
                }
                case Operation.SUB -> {
                    int difference = s1 - s2;
                    if (((s1 ^ s2) & (s1 ^ difference)) < 0) {
                        stop = OVERFLOW;
                    } else {
                        r[d] = difference;
                    }
                }
                case Operation.ADD_CARRY, Operation.SUB_CARRY -> {
                    boolean add = operation == Operation.ADD_CARRY;
                    int other = add ? index : ~index;
                    int in = (immediate & Decoder.CARRY_IN) != 0 ? carry : add ? 0 : 1;
                    long exact = (long) s1 + other + in;
                    if ((immediate & Decoder.UNSIGNED) == 0 && exact != (int) exact) {
                        stop = OVERFLOW;
                    } else {
                        r[d] = (int) exact;
                        if ((immediate & Decoder.CARRY_OUT) != 0) {
                            carry = (int) (Integer.toUnsignedLong(s1) + Integer.toUnsignedLong(other) + in >>> 32);
                        }
                    }
                }
                case Operation.CMP -> r[d] = Arithmetic.compare(s1, s2);
                case Operation.MUL -> r[d] = s1 * s2;
                case Operation.DIV -> {
                    if (s2 == 0 || s1 == Integer.MIN_VALUE && s2 == -1) {
                        stop = DIVIDE;
                    } else {
                        r[d] = s1 / s2;
                    }
                }
                case Operation.DIVU -> {
                    if (s2 == 0) {
                        stop = DIVIDE;
                    } else {
                        r[d] = Integer.divideUnsigned(s1, s2);
                    }
                }
                case Operation.AND -> r[d] = s1 & s2;
                case Operation.AND_C -> r[d] = s1 & ~s2;
                case Operation.OR -> r[d] = s1 | s2;
                case Operation.OR_C -> r[d] = s1 | ~s2;
                case Operation.XOR -> r[d] = s1 ^ s2;
                case Operation.XOR_C -> r[d] = s1 ^ ~s2;
                case Operation.EXT -> r[d] = Arithmetic.extract(s1, s2);
                case Operation.EXTU -> r[d] = Arithmetic.extractUnsigned(s1, s2);
                case Operation.MAK -> r[d] = Arithmetic.make(s1, s2);
                case Operation.ROT -> r[d] = Integer.rotateRight(s1, s2);
                case Operation.SET -> r[d] = s1 | Arithmetic.field(s2);
                case Operation.CLR -> r[d] = s1 & ~Arithmetic.field(s2);
                case Operation.FF0 -> r[d] = Arithmetic.findFirst(~index);
                case Operation.FF1 -> r[d] = Arithmetic.findFirst(index);
                case Operation.LDA -> r[d] = s1 + (index << scale(decoded)) + immediate;
                case Operation.LD_B, Operation.LD_BU -> {
                    int address = s1 + s2;
                    if (Integer.compareUnsigned(address, memoryBytes) >= 0) {
                        stop = DATA_ACCESS;
                        detail = address;
                    } else {
                        misses += cached(tags, address);
                        byte value = memory.getByte(base + (address ^ 3));
                        r[d] = operation == Operation.LD_B ? value : value & 0xFF;
                    }
                }
                case Operation.LD_H, Operation.LD_HU -> {
                    int address = s1 + (index << scale(decoded)) + immediate;
                    if ((address & 1) != 0 || Integer.compareUnsigned(address, memoryBytes) >= 0) {
                        stop = (address & 1) != 0 ? MISALIGNED : DATA_ACCESS;
                        detail = address;
                    } else {
                        misses += cached(tags, address);
                        int value = memory.getInt(base + (address & -4)) >> half(address);
                        r[d] = operation == Operation.LD_H ? (short) value : value & 0xFFFF;
                    }
                }
                case Operation.LD -> {
                    int address = s1 + (index << scale(decoded)) + immediate;
                    if ((address & 3) != 0 || Integer.compareUnsigned(address, memoryBytes) >= 0) {
                        stop = (address & 3) != 0 ? MISALIGNED : DATA_ACCESS;
                        detail = address;
                    } else {
                        misses += cached(tags, address);
                        r[d] = memory.getInt(base + address);
                    }
                }
                case Operation.ST_B -> {
                    int address = s1 + s2;
                    if (Integer.compareUnsigned(address - textBytes, dataBytes) >= 0) {
                        stop = DATA_ACCESS;
                        detail = address;
                    } else {
                        misses += cached(tags, address);
                        memory.putByte(base + (address ^ 3), (byte) r[d & 31]);
                    }
                }
                case Operation.ST_H -> {
                    int address = s1 + (index << scale(decoded)) + immediate;
                    if ((address & 1) != 0 || Integer.compareUnsigned(address - textBytes, dataBytes) >= 0) {
                        stop = (address & 1) != 0 ? MISALIGNED : DATA_ACCESS;
                        detail = address;
                    } else {
                        misses += cached(tags, address);
                        long word = base + (address & -4);
                        int shift = half(address);
                        int kept = memory.getInt(word) & ~(0xFFFF << shift);
                        memory.putInt(word, kept | (r[d & 31] & 0xFFFF) << shift);
                    }
                }
                case Operation.ST -> {
                    int address = s1 + (index << scale(decoded)) + immediate;
                    if ((address & 3) != 0 || Integer.compareUnsigned(address - textBytes, dataBytes) >= 0) {
                        stop = (address & 3) != 0 ? MISALIGNED : DATA_ACCESS;
                        detail = address;
                    } else {
                        misses += cached(tags, address);
                        memory.putInt(base + address, r[d & 31]);
                    }
                }
                case Operation.BB0 -> {
                    if (!Arithmetic.bit(s1, d)) {
                        pc = immediate;
                        nextPc = pc + 4;
                    }
                }
                case Operation.BB1 -> {
                    if (Arithmetic.bit(s1, d)) {
                        pc = immediate;
                        nextPc = pc + 4;
                    }
                }
                case Operation.BCND -> {
                    if (Arithmetic.condition(s1, d)) {
                        pc = immediate;
                        nextPc = pc + 4;
                    }
                }
                case Operation.BB0_N -> {
                    if (!Arithmetic.bit(s1, d)) {
                        nextPc = immediate;
                    }
                }
                case Operation.BB1_N -> {
                    if (Arithmetic.bit(s1, d)) {
                        nextPc = immediate;
                    }
                }
                case Operation.BCND_N -> {
                    if (Arithmetic.condition(s1, d)) {
                        nextPc = immediate;
                    }
                }
                case Operation.BR -> {
                    pc = immediate;
                    nextPc = pc + 4;
                }
                case Operation.BR_N -> nextPc = immediate;
                case Operation.BSR -> {
                    r[LINK] = pc;
                    pc = immediate;
                    nextPc = pc + 4;
                }
                case Operation.BSR_N -> {
                    r[LINK] = pc + 4;
                    nextPc = immediate;
                }
                case Operation.JMP, Operation.JSR -> {
                    if (operation == Operation.JSR) {
                        r[LINK] = pc;
                    }
                    pc = index & -4;
                    nextPc = pc + 4;
                }
                case Operation.JMP_N, Operation.JSR_N -> {
                    if (operation == Operation.JSR_N) {
                        r[LINK] = pc + 4;
                    }
                    nextPc = index & -4;
                }
                case Operation.TB0, Operation.TB1, Operation.TCND -> {
                    boolean taken = operation == Operation.TCND
                            ? Arithmetic.condition(s1, d)
                            : Arithmetic.bit(s1, d) == (operation == Operation.TB1);
                    if (taken) {
                        stop = TRAP;
                        detail = immediate;
                    }
                }
                default -> {
                    stop = ILLEGAL;
                    detail = immediate;
                }
            }
            if (stop != BUDGET) {
                if (stop != TRAP) {
                    nextPc = pc;
                    pc = at;
                }
                break;
            }
        }
        MemorySegment state = memory.writable(0, MachineLayout.OUTPUT_BYTES);
        MemorySegment.copy(r, 0, state, ValueLayout.JAVA_INT, MachineLayout.REGISTERS, REGISTERS);
        state.set(ValueLayout.JAVA_INT, MachineLayout.PC, pc);
        state.set(ValueLayout.JAVA_INT, MachineLayout.NEXT_PC, nextPc);
        state.set(ValueLayout.JAVA_INT, MachineLayout.CARRY, carry);
        state.set(ValueLayout.JAVA_INT, MachineLayout.STOP, stop);
        state.set(ValueLayout.JAVA_INT, MachineLayout.STOP_DETAIL, detail);
        add(state, MachineLayout.MISSES, misses);
        for (int operation = 0; operation < Operation.LIMIT; operation++) {
            add(state, MachineLayout.COUNTS + operation * (long) Long.BYTES, counts[operation]);
        }
        MemorySegment cache = memory.writable(MachineLayout.TAGS, MachineLayout.TAGS_BYTES);
        MemorySegment.copy(tags, 0, cache, ValueLayout.JAVA_INT, 0, MachineLayout.LINES);
        return stop;
    }

    private static void load(Memory memory, long address, int[] words, int count) {
        MemorySegment source = memory.readable(address, count * (long) Integer.BYTES);
        MemorySegment.copy(source, ValueLayout.JAVA_INT, 0, words, 0, count);
    }

    private static void add(MemorySegment state, long offset, int count) {
        state.set(ValueLayout.JAVA_LONG, offset, state.get(ValueLayout.JAVA_LONG, offset) + count);
    }

    /// The shift of a scaled index.
    private static int scale(long decoded) {
        return (int) (decoded >>> Decoder.SHIFT) & 3;
    }

    /// The shift of the half word at the address in its big-endian word.
    private static int half(int address) {
        return (address & 2) == 0 ? 16 : 0;
    }

    /// Looks the address up in the data cache, and brings its line there. Returns how many misses that was.
    private static int cached(int[] tags, int address) {
        int line = address >>> MachineLayout.LINE_SHIFT;
        int slot = line & MachineLayout.LINES - 1;
        if (tags[slot] == line) {
            return 0;
        }
        tags[slot] = line;
        return 1;
    }
}
