package org.failuretransparency.guest;

/// What a step can do: use memory, use its frame, say where to go on, and end in one transfer. Where the routine goes
/// on ([#resumeAt]), stack space ([#push]) and the transfer take effect when the step has ended without a [Fault].
public interface Guest {

    Memory memory();

    /// Where in this routine the step starts: 0 after a call, afterwards what [#resumeAt] said last.
    int point();

    /// Says where this routine goes on: in the next step, after the call returns, or when the system call is done.
    void resumeAt(int point);

    /// A local of this routine. Slots 0 and 1 begin as its arguments, the others as 0.
    long local(int slot);

    void local(int slot, long value);

    /// The address of a local; those of the slots behind it follow, so that locals can be a system call's buffer.
    long localAddress(int slot);

    /// The address of `lengthBytes` new bytes of the stack, zeros aligned to 16, until this routine returns.
    long push(long lengthBytes);

    /// Calls a routine, by its number in the program; when it has returned, its value is [#result()].
    void call(int routine, long argument0, long argument1);

    /// Returns to the caller. The main routine's value becomes the program's exit status; a signal handler's is
    /// ignored.
    void ret(long value);

    /// Asks for a system call of [SystemCalls]; in the next step its result is [#result()].
    void request(int systemCall, long argument0, long argument1, long argument2, long argument3);

    /// Asks for a checkpoint; a runtime without recovery takes none. The result is 0.
    default void checkpoint() {
        request(SystemCalls.CHECKPOINT, 0, 0, 0, 0);
    }

    /// Asks for the end of the program.
    default void exit(int status) {
        request(SystemCalls.EXIT, status, 0, 0, 0);
    }

    /// The value of the last call or system call; of a system call that failed, the negated error number.
    long result();

    /// See [Heap#malloc].
    long malloc(long lengthBytes);

    /// See [Heap#free].
    void free(long address);
}
