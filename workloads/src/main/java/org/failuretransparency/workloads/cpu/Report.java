package org.failuretransparency.workloads.cpu;

import java.util.HexFormat;
import org.failuretransparency.guest.Memory;

/// What the simulator says about the machine when it ends.
final class Report {

    private static final HexFormat HEX = HexFormat.of();

    private Report() {}

    /// Why an instruction could not be executed.
    static String failure(Memory memory, int stop, int detail) {
        String reason = switch (stop) {
            case Interpreter.ILLEGAL -> "unimplemented opcode: word=0x" + HEX.toHexDigits(detail);
            case Interpreter.CODE_ACCESS -> "no instruction: address=0x" + HEX.toHexDigits(detail);
            case Interpreter.DATA_ACCESS -> "data access exception: address=0x" + HEX.toHexDigits(detail);
            case Interpreter.MISALIGNED -> "misaligned access: address=0x" + HEX.toHexDigits(detail);
            case Interpreter.OVERFLOW -> "integer overflow";
            default -> "integer divide error";
        };
        return reason + ", pc=0x" + HEX.toHexDigits(memory.getInt(MachineLayout.PC));
    }

    static String statistics(Memory memory) {
        long instructions = 0;
        long accesses = 0;
        for (int operation = 0; operation < Operation.LIMIT; operation++) {
            long count = memory.getLong(MachineLayout.COUNTS + (long) operation * Long.BYTES);
            instructions += count;
            if (operation >= Operation.FIRST_ACCESS && operation <= Operation.LAST_ACCESS) {
                accesses += count;
            }
        }
        return "instructions=" + instructions + ", data accesses=" + accesses + ", cache misses="
                + memory.getLong(MachineLayout.MISSES) + "\n";
    }
}
