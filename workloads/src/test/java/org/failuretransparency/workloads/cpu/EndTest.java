package org.failuretransparency.workloads.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.failuretransparency.guest.AmnesiaContract;
import org.failuretransparency.guest.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How simulations end, and what they say then; with amnesia, the monitor's functions.
class EndTest extends AmnesiaContract {

    private static final String RETURN = "\nor r9,r0,0x63\ntb0 0,r0,496";

    private static Program assembled(String source) {
        return Simulator.program(Assembler.assemble(source.replace(";", "\n")), 1 << 16, 1);
    }

    @Override
    protected Program program() {
        return assembled("""
                        or   r2,r0,text
                        or   r3,r0,end
                        or   r9,r0,0x21
                        tb0  0,r0,496
                        or   r9,r0,0x22
                        tb0  0,r0,496
                        or   r2,r0,7
                        or   r9,r0,0x63
                        tb0  0,r0,496
                        .data
                text:   .ascii "hello"
                end:    .space 1
                """);
    }

    @Override
    protected byte[] input() {
        return new byte[0];
    }

    @Test
    void writesStringsAndExitsWithAStatus() throws IOException {
        Run run = run(this::program, false);
        assertThat(run.output()).isEqualTo("hellohello\ninstructions=9, data accesses=0, cache misses=0\n");
        assertThat(run.status()).isEqualTo(7);
    }

    @Test
    void countsAccessesAndMisses() throws IOException {
        Run run = run(
                () -> assembled("or r4,r0,0x4000; or r5,r0,0x8000; ld r6,r4,0; ld.b r6,r4,15; st r6,r5,0; ld r6,r4,4;"
                        + " ld r6,r4,16; or r2,r0,0" + RETURN),
                false);
        assertThat(run.output()).isEqualTo("instructions=10, data accesses=5, cache misses=4\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            or r4,r0,0; st r4,r4,0        | data access exception: address=0x00000000, pc=0x00000004
            or r4,r0,1; ld r4,r4,0        | misaligned access: address=0x00000001, pc=0x00000004
            .word 0x80004000              | unimplemented opcode: word=0x80004000, pc=0x00000000
            jmp r3                        | no instruction: address=0x00010000, pc=0x00010000
            or.u r4,r0,0x7FFF; add r4,r4,r4   | integer overflow, pc=0x00000004
            divu r4,r3,r0                 | integer divide error, pc=0x00000000
            tb0 0,r0,128                  | trap: vector=128
            or r9,r0,1; tb0 0,r0,496      | no such function of the monitor: r9=1
            or r9,r0,0x22; or r2,r0,5; or r3,r0,4; tb0 0,r0,496      | bad string: r2=5, r3=4
            or r9,r0,0x22; or r2,r0,0; or r3,r0,1024; tb0 0,r0,496   | bad string: r2=0, r3=1024
            or r9,r0,0x22; addu r2,r3,r0; addu r3,r3,1; tb0 0,r0,496 | bad string: r2=65536, r3=65537
            """)
    void saysWhatCouldNotBeExecuted(String source, String reason) throws IOException {
        Run run = run(() -> assembled(source), false);
        assertThat(run.output()).startsWith("m88ksim: " + reason + "\ninstructions=");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void refusesAnImageThatDoesNotFit() {
        assertThatThrownBy(() -> assembled(".space 65540"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("image larger than the memory: lengthBytes=65540, memoryBytes=65536");
    }
}
