package org.failuretransparency.workloads.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Encodings, in the processor's own words, and what is no program.
class AssemblerTest {

    /// The manual's opcodes with D = 3 (bits 25-21), S1 = 4 (20-16), S2 = 5 (4-0).
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            add r3,r4,r5         | F4647005
            add r3,r4,0x1234     | 70641234
            add.ci r3,r4,r5      | F4647205
            addu r3,r4,r5        | F4646005
            addu r3,r4,65535     | 6064FFFF
            addu.co r3,r4,r5     | F4646105
            addu.cio r3,r4,r5    | F4646305
            sub r3,r4,r5         | F4647405
            subu r3,r4,1         | 64640001
            cmp r3,r4,r5         | F4647C05
            cmp r3,r4,7          | 7C640007
            mul r3,r4,r5         | F4646C05
            mul r3,r4,10         | 6C64000A
            div r3,r4,r5         | F4647805
            divu r3,r4,r5        | F4646805
            divu r3,r4,10        | 6864000A
            and r3,r4,r5         | F4644005
            and r3,r4,1          | 40640001
            and.u r3,r4,1        | 44640001
            and.c r3,r4,r5       | F4644405
            mask r3,r4,15        | 4864000F
            mask.u r3,r4,15      | 4C64000F
            or r3,r4,r5          | F4645805
            or r3,r4,1           | 58640001
            or.u r3,r0,0x8000    | 5C608000
            or.c r3,r4,r5        | F4645C05
            xor r3,r4,r5         | F4645005
            xor.u r3,r4,1        | 54640001
            xor.c r3,r4,r5       | F4645405
            clr r3,r4,5<8>       | F06480A8
            set r3,r4,5<8>       | F06488A8
            ext r3,r4,8<0>       | F0649100
            extu r3,r4,8<24>     | F0649918
            extu r3,r4,r5        | F4649805
            mak r3,r4,0<2>       | F064A002
            rot r3,r4,<27>       | F064A81B
            rot r3,r4,r5         | F464A805
            ff1 r3,r5            | F460E805
            ff0 r3,r5            | F460EC05
            ld r3,r4,8           | 14640008
            ld r3,r4,r5          | F4641405
            ld r3,r4[r5]         | F4641605
            ld.b r3,r4,8         | 1C640008
            ld.bu r3,r4,r5       | F4640C05
            ld.h r3,r4[r5]       | F4641A05
            ld.hu r3,r4,8        | 08640008
            st r3,r4,8           | 24640008
            st r3,r4[r5]         | F4642605
            st.b r3,r4,8         | 2C640008
            st.h r3,r4,r5        | F4642805
            lda r3,r4[r5]        | F4643605
            lda.h r3,r4,8        | 38640008
            br 8                 | C0000002
            br.n -4              | C7FFFFFF
            bsr 8                | C8000002
            bsr.n 8              | CC000002
            bb0 eq,r4,8          | D0440002
            bb1 ne,r4,-4         | D864FFFF
            bb1.n 31,r4,8        | DFE40002
            bcnd eq0,r4,8        | E8440002
            bcnd.n ne0,r4,8      | EDA40002
            bcnd lt0,r4,8        | E9840002
            jmp r1               | F400C001
            jmp.n r1             | F400C401
            jsr r5               | F400C805
            jsr.n r5             | F400CC05
            tb0 0,r0,496         | F000D1F0
            tb1 1,r4,128         | F024D880
            tcnd gt0,r4,128      | F024E880
            """)
    void encodes(String line, String word) {
        assertThat(Assembler.assemble(line).words()).containsExactly(Integer.parseUnsignedInt(word, 16));
    }

    @ParameterizedTest
    @EnumSource(Instruction.class)
    void whatIsEncodedIsDecoded(Instruction instruction) {
        if (instruction.hasImmediate()) {
            assertThat(Decoder.decode(instruction.immediateBits | 3 << 21 | 4 << 16, 0) >>> Decoder.OPERATION)
                    .isEqualTo(instruction.operation);
        }
        if (instruction.hasRegisters()) {
            int fields = instruction.format == Instruction.Format.JUMP ? 5 : 3 << 21 | 5;
            assertThat(Decoder.decode(instruction.registerBits | fields, 0) >>> Decoder.OPERATION)
                    .isEqualTo(instruction.operation);
        }
    }

    /// xmem.bu, ld.d, st.d, ldcr, fadd, a user-space load, rte, tbnd.
    @ParameterizedTest
    @CsvSource({"00000000", "10000000", "20000000", "80004000", "84002800", "F4641505", "F400FC00", "F8000000"})
    void otherInstructionsAreUnimplemented(String word) {
        assertThat(Decoder.decode(Integer.parseUnsignedInt(word, 16), 0) >>> Decoder.OPERATION)
                .isEqualTo(Operation.ILLEGAL);
    }

    @Test
    void placesTextDataAndLabels() {
        Image image = Assembler.assemble("""
                start:  br      start           ; a comment; and another
                        or.u    r2,r0,hi16(big)
                        or      r2,r2,lo16(text)
                        .data
                text:   .ascii  "a;b:c"
                more:   .asciz  "d"
                        .align  2
                        .space  1
                word:   .word   -1, text, lo16(0x12345678)
                big:    .word   0x80000000
                """);
        assertThat(image.textBytes()).isEqualTo(12);
        assertThat(image.words())
                .containsExactly(
                        0xC0000000, 0x5C400000, 0x5842000C, 0x613B623A, 0x63640000, 0, -1, 12, 0x5678, 0x80000000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fadd r1,r2,r3      | line 2: no such instruction: mnemonic=fadd
            add r1,r2          | line 2: wrong number of operands: mnemonic=add, expected=3
            add r1,r32,r3      | line 2: not a register: operand=r32
            add r1,r2,65536    | line 2: operand out of range: operand=65536, limit=65536
            addu r1,r2,-1      | line 2: operand out of range: operand=-1, limit=65536
            and.c r1,r2,3      | line 2: not a register: mnemonic=and.c, operand=3
            add r1,r2[r3]      | line 2: no scaled index here: mnemonic=add
            ext r1,r2,40<0>    | line 2: operand out of range: operand=40, limit=32
            ext r1,r2,8        | line 2: not a bit field: operand=8
            bb1 zz,r2,here     | line 2: not a number: operand=zz
            br there           | line 2: neither a number nor a label: operand=there
            bcnd eq0,r2,0x40000 | line 2: label too far away: label=0x40000
            tb0 0,r0,512       | line 2: operand out of range: operand=512, limit=512
            here: or r1,r2,r3  | line 2: label defined twice: label=here
            .ascii x           | line 2: not a string: operand=x
            """)
    void refuses(String line, String message) {
        assertThatThrownBy(() -> Assembler.assemble("here: or r1,r0,r0\n" + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void refusesInstructionsInTheData() {
        assertThatThrownBy(() -> Assembler.assemble(".data\nor r1,r2,r3"))
                .hasMessage("line 2: instruction in the data: mnemonic=or");
    }
}
