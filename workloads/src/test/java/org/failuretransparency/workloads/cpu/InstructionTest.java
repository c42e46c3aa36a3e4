package org.failuretransparency.workloads.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import org.failuretransparency.guest.Memory;
import org.failuretransparency.guest.PlainMemory;
import org.failuretransparency.guest.Program;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every instruction, by what it leaves in r2: with r3 and r4 given, in front of a trap. Address 0x1000 holds
/// 0x81828384.
class InstructionTest {

    private static final int MEMORY_BYTES = 1 << 16;

    /// The state at the end.
    private record End(int stop, int detail, int pc, int r2, int r1) {}

    private static End execute(String source, int r3, int r4) {
        Image image = Assembler.assemble(source.replace(";", "\n") + "\ntb0 0,r0,7");
        try (Arena arena = Arena.ofConfined()) {
            Program program = Simulator.program(image, MEMORY_BYTES, 1);
            Memory memory = new PlainMemory(program.space(), arena);
            int[] words = image.words();
            for (int index = 0; index < words.length; index++) {
                memory.putInt(MachineLayout.MEMORY + 4L * index, words[index]);
            }
            memory.putInt(MachineLayout.MEMORY + 0x1000, 0x81828384);
            memory.putInt(MachineLayout.NEXT_PC, 4);
            memory.putInt(MachineLayout.REGISTERS + 12, r3);
            memory.putInt(MachineLayout.REGISTERS + 16, r4);
            int stop = Interpreter.run(memory, Decoder.decode(image), MEMORY_BYTES, 1000);
            return new End(
                    stop,
                    memory.getInt(MachineLayout.STOP_DETAIL),
                    memory.getInt(MachineLayout.PC),
                    memory.getInt(MachineLayout.REGISTERS + 8),
                    memory.getInt(MachineLayout.REGISTERS + 4));
        }
    }

    private static int hex(String word) {
        return Integer.parseUnsignedInt(word, 16);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            add r2,r3,r4                | 7FFFFFFE | 1        | 7FFFFFFF
            add r2,r3,5                 | FFFFFFFF | 0        | 4
            addu r2,r3,r4               | 7FFFFFFF | 1        | 80000000
            addu r2,r3,0xFFFF           | 1        | 0        | 10000
            sub r2,r3,r4                | 5        | 7        | FFFFFFFE
            sub r2,r3,7                 | 5        | 0        | FFFFFFFE
            subu r2,r3,r4               | 80000000 | 1        | 7FFFFFFF
            addu.co r5,r3,r4; addu.ci r2,r0,r0   | FFFFFFFF | 1 | 1
            addu.co r5,r3,r4; addu.ci r2,r0,r0   | FFFFFFFE | 1 | 0
            addu.co r5,r3,r3; addu.cio r5,r4,r4; addu.ci r2,r0,r0 | 80000000 | 7FFFFFFF | 0
            add.co r5,r3,r4; add.ci r2,r3,r3     | FFFFFFFF | 2 | FFFFFFFF
            add.co r5,r3,r4; add.cio r2,r3,r3    | FFFFFFFF | 2 | FFFFFFFF
            subu.co r5,r3,r4; subu.ci r2,r0,r0   | 1 | 2      | FFFFFFFF
            subu.co r5,r3,r4; subu.ci r2,r0,r0   | 2 | 2      | 0
            sub.co r5,r3,r4; sub.ci r2,r3,r4     | 1 | 2      | FFFFFFFE
            sub.co r5,r3,r4; sub.cio r2,r3,r4    | 3 | 2      | 1
            subu.cio r2,r3,r4           | 3        | 2        | 0
            cmp r2,r3,r4                | 5        | 5        | AA4
            cmp r2,r3,r4                | FFFFFFFF | 1        | 968
            cmp r2,r3,r4                | 1        | FFFFFFFF | 698
            cmp r2,r3,7                 | 9        | 0        | 998
            mul r2,r3,r4                | 10001    | 10001    | 20001
            mul r2,r3,3                 | FFFFFFFE | 0        | FFFFFFFA
            div r2,r3,r4                | FFFFFFF9 | 2        | FFFFFFFD
            div r2,r3,2                 | 7        | 0        | 3
            divu r2,r3,r4               | FFFFFFF9 | 2        | 7FFFFFFC
            divu r2,r3,10               | 64       | 0        | A
            and r2,r3,r4                | FF00FF00 | F0F0F0F0 | F000F000
            and r2,r3,0xF               | 12345678 | 0        | 12340008
            and.u r2,r3,0xF             | 12345678 | 0        | 00045678
            and.c r2,r3,r4              | FF00FF00 | F0F0F0F0 | 0F000F00
            mask r2,r3,0xF              | 12345678 | 0        | 8
            mask.u r2,r3,0xF            | 12345678 | 0        | 40000
            or r2,r3,r4                 | 0F000000 | F        | 0F00000F
            or r2,r3,0xFF               | 100      | 0        | 1FF
            or.u r2,r3,0xFF             | 100      | 0        | FF0100
            or.c r2,r3,r4               | 1        | FFFFFF0F | F1
            xor r2,r3,r4                | FF       | F0       | F
            xor r2,r3,1                 | 3        | 0        | 2
            xor.u r2,r3,1               | 3        | 0        | 10003
            xor.c r2,r3,r4              | FF       | F0       | FFFFFFF0
            clr r2,r3,4<8>              | FFFFFFFF | 0        | FFFFF0FF
            clr r2,r3,r4                | FFFFFFFF | 88       | FFFFF0FF
            set r2,r3,4<8>              | 0        | 0        | F00
            set r2,r3,0<4>              | 0        | 0        | FFFFFFF0
            ext r2,r3,8<4>              | 00000FF0 | 0        | FFFFFFFF
            ext r2,r3,8<28>             | 80000000 | 0        | FFFFFFF8
            ext r2,r3,0<4>              | 80000000 | 0        | F8000000
            extu r2,r3,8<4>             | 12345678 | 0        | 67
            extu r2,r3,0<4>             | 80000000 | 0        | 08000000
            extu r2,r3,r4               | 12345678 | 104      | 67
            mak r2,r3,8<4>              | 12345678 | 0        | 780
            mak r2,r3,0<4>              | 12345678 | 0        | 23456780
            rot r2,r3,<8>               | 12345678 | 0        | 78123456
            rot r2,r3,r4                | 12345678 | 4        | 81234567
            ff1 r2,r3                   | 00010001 | 0        | 10
            ff1 r2,r3                   | 0        | 0        | 20
            ff0 r2,r3                   | FFFFFFFF | 0        | 20
            ff0 r2,r3                   | F0000000 | 0        | 1B
            lda r2,r3[r4]               | 100      | 3        | 10C
            lda.b r2,r3[r4]             | 100      | 3        | 103
            lda.h r2,r3[r4]             | 100      | 3        | 106
            lda.d r2,r3[r4]             | 100      | 3        | 118
            lda r2,r3,3                 | 100      | 0        | 103
            ld r2,r3,0                  | 1000     | 0        | 81828384
            ld r2,r3,r4                 | 800      | 800      | 81828384
            ld r2,r3[r4]                | FF0      | 4        | 81828384
            ld r2,r0,0                  | 0        | 0        | 14400000
            ld.b r2,r3,1                | 1000     | 0        | FFFFFF82
            ld.b r2,r3[r4]              | 1000     | 3        | FFFFFF84
            ld.bu r2,r3,0               | 1000     | 0        | 81
            ld.bu r2,r3,2               | 1000     | 0        | 83
            ld.h r2,r3,2                | 1000     | 0        | FFFF8384
            ld.h r2,r3[r4]              | FFE      | 1        | FFFF8182
            ld.hu r2,r3,0               | 1000     | 0        | 8182
            ld.hu r2,r3,r4              | 1000     | 2        | 8384
            st r4,r3,0; ld r2,r3,0      | 1000     | 12345678 | 12345678
            st r0,r3,0; ld r2,r3,0      | 1000     | 0        | 0
            or r5,r0,2; st r4,r3[r5]; ld r2,r3,8     | 1000 | 12345678 | 12345678
            st.b r4,r3,1; ld r2,r3,0    | 1000     | 12345678 | 81788384
            st.h r4,r3,0; ld r2,r3,0    | 1000     | 12345678 | 56788384
            st.h r4,r3,2; ld r2,r3,0    | 1000     | 12345678 | 81825678
            or r0,r3,r3; or r2,r0,r0    | 5        | 0        | 0
            ld r0,r3,0; or r2,r0,r0     | 1000     | 0        | 0
            br x; or r2,r0,1; x: or r5,r0,r0         | 0 | 0 | 0
            br.n x; or r2,r0,1; or r2,r0,2; x: or r5,r0,r0     | 0 | 0 | 1
            bsr x; or r2,r0,1; x: or r2,r1,r0        | 0 | 0 | 4
            bsr.n x; or r5,r0,1; or r5,r0,2; x: addu r2,r1,r5  | 0 | 0 | 9
            or r5,r0,12; jmp r5; or r2,r0,1; or r6,r0,r0       | 0 | 0 | 0
            or r5,r0,19; jmp.n r5; or r2,r0,1; or r2,r0,2; or r6,r0,r0 | 0 | 0 | 1
            or r5,r0,12; jsr r5; or r2,r0,1; or r2,r1,r0       | 0 | 0 | 8
            or r5,r0,16; jsr.n r5; or r6,r0,1; or r6,r0,2; addu r2,r1,r6 | 0 | 0 | D
            or r1,r0,12; jsr r1; or r2,r0,1; or r2,r1,r0       | 0 | 0 | 8
            bb1 4,r3,x; or r2,r0,1; x: or r5,r0,r0   | 10 | 0 | 0
            bb1 4,r3,x; or r2,r0,1; x: or r5,r0,r0   | EF | 0 | 1
            bb0 4,r3,x; or r2,r0,1; x: or r5,r0,r0   | EF | 0 | 0
            bb0 4,r3,x; or r2,r0,1; x: or r5,r0,r0   | 10 | 0 | 1
            bb1.n 31,r3,x; or r2,r0,1; or r2,r0,2; x: or r5,r0,r0 | 80000000 | 0 | 1
            bb1.n 31,r3,x; or r2,r0,1; or r2,r0,2; x: or r5,r0,r0 | 0 | 0 | 2
            bb0.n 31,r3,x; or r2,r0,1; or r2,r0,2; x: or r5,r0,r0 | 0 | 0 | 1
            bcnd.n eq0,r3,x; or r2,r0,1; or r2,r0,2; x: or r5,r0,r0 | 0 | 0 | 1
            bcnd.n eq0,r3,x; or r2,r0,1; or r2,r0,2; x: or r5,r0,r0 | 1 | 0 | 2
            """)
    void leaves(String source, String r3, String r4, String r2) {
        End end = execute(source, hex(r3), hex(r4));
        assertThat(end.stop()).isEqualTo(Interpreter.TRAP);
        assertThat(end.detail()).isEqualTo(7);
        assertThat(Integer.toHexString(end.r2())).isEqualTo(Integer.toHexString(hex(r2)));
    }

    /// Which of the values 1, 0, 0x80000000, -1 each condition holds for.
    @ParameterizedTest
    @CsvSource({
        "gt0, true, false, false, false",
        "eq0, false, true, false, false",
        "ge0, true, true, false, false",
        "lt0, false, false, true, true",
        "ne0, true, false, true, true",
        "le0, false, true, true, true"
    })
    void conditionsHold(String condition, boolean positive, boolean zero, boolean least, boolean negative) {
        int[] values = {1, 0, Integer.MIN_VALUE, -1};
        boolean[] expected = {positive, zero, least, negative};
        for (int index = 0; index < values.length; index++) {
            End branch = execute("bcnd " + condition + ",r3,x; or r2,r0,1; x: or r5,r0,r0", values[index], 0);
            assertThat(branch.r2() == 0).isEqualTo(expected[index]);
            End trap = execute("tcnd " + condition + ",r3,9", values[index], 0);
            assertThat(trap.detail()).isEqualTo(expected[index] ? 9 : 7);
        }
    }

    @ParameterizedTest
    @CsvSource({"tb0, 0, 9", "tb0, 2, 7", "tb1, 2, 9", "tb1, 0, 7"})
    void trapsOnBits(String mnemonic, int r3, int vector) {
        End end = execute(mnemonic + " 1,r3,9", r3, 0);
        assertThat(end.detail()).isEqualTo(vector);
        assertThat(end.pc()).isEqualTo(vector == 9 ? 4 : 8);
    }

    /// The program counter is at the instruction, and nothing has changed.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            add r2,r3,r4     | 7FFFFFFF | 1        | 6 | 0
            add r2,r3,r4     | 80000000 | FFFFFFFF | 6 | 0
            add.co r2,r3,r4  | 7FFFFFFF | 1        | 6 | 0
            sub r2,r3,r4     | 80000000 | 1        | 6 | 0
            sub.co r2,r3,r4  | 0        | 80000000 | 6 | 0
            div r2,r3,r4     | 5        | 0        | 7 | 0
            div r2,r3,r4     | 80000000 | FFFFFFFF | 7 | 0
            divu r2,r3,r4    | 5        | 0        | 7 | 0
            ld r2,r3,0       | 10000    | 0        | 4 | 10000
            ld r2,r3,r4      | 0        | FFFFFFFC | 4 | FFFFFFFC
            ld r2,r3,0       | 1002     | 0        | 5 | 1002
            ld.h r2,r3,0     | 1001     | 0        | 5 | 1001
            ld.hu r2,r3,0    | 20000    | 0        | 4 | 20000
            ld.b r2,r3,0     | 10000    | 0        | 4 | 10000
            st r4,r3,0       | FFFF0000 | 0        | 4 | FFFF0000
            st r4,r3,0       | 1001     | 0        | 5 | 1001
            st r4,r3,0       | 0        | 0        | 4 | 0
            st.h r4,r3,0     | 4        | 0        | 4 | 4
            st.h r4,r3,0     | 1003     | 0        | 5 | 1003
            st.b r4,r3,0     | 7        | 0        | 4 | 7
            st.b r4,r3,0     | 10000    | 0        | 4 | 10000
            .word 0x84002800 | 0        | 0        | 2 | 84002800
            """)
    void stopsAt(String source, String r3, String r4, int stop, String detail) {
        assertThat(execute(source, hex(r3), hex(r4))).isEqualTo(new End(stop, hex(detail), 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"2000", "FFFFFFFC"})
    void stopsWhereThereIsNoInstruction(String r3) {
        End end = execute("jmp r3", hex(r3), 0);
        assertThat(end).isEqualTo(new End(Interpreter.CODE_ACCESS, hex(r3), hex(r3), 0, 0));
    }
}
