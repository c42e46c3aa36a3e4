package org.failuretransparency.guest;

/// A program broke the contract of a guest. Each reason is a class of its own; the run cannot go on.
public sealed class GuestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private GuestException(String message) {
        super(message);
    }

    private GuestException(String message, Throwable cause) {
        super(message, cause);
    }

    /// The range is not inside of the address space.
    public static final class OutOfRange extends GuestException {
        private static final long serialVersionUID = 1L;

        public OutOfRange(long address, long lengthBytes, long spaceBytes) {
            super("range outside of the address space: address=" + address + ", lengthBytes=" + lengthBytes + ", space="
                    + spaceBytes);
        }
    }

    /// The address is no multiple of the length of the value there.
    public static final class Misaligned extends GuestException {
        private static final long serialVersionUID = 1L;

        public Misaligned(long address, long lengthBytes) {
            super("address is not aligned: address=" + address + ", lengthBytes=" + lengthBytes);
        }
    }

    /// No room is left on the stack for a frame.
    public static final class StackOverflow extends GuestException {
        private static final long serialVersionUID = 1L;

        public StackOverflow(String routine, long neededBytes, long leftBytes) {
            super("stack overflow: routine=" + routine + ", needed bytes=" + neededBytes + ", left=" + leftBytes);
        }
    }

    /// A step ended in two ways at once; `call`, `ret` and `request` are the last thing a step does.
    public static final class SecondTransfer extends GuestException {
        private static final long serialVersionUID = 1L;

        public SecondTransfer(String first, String second) {
            super("a step ends once: first=" + first + ", second=" + second);
        }
    }

    /// The routine has no such local.
    public static final class NoSuchLocal extends GuestException {
        private static final long serialVersionUID = 1L;

        public NoSuchLocal(String routine, int slot, int locals) {
            super("no such local: routine=" + routine + ", slot=" + slot + ", locals=" + locals);
        }
    }

    /// The program has no such routine. If a frame names it, a wild store hit the stack.
    public static final class NoSuchRoutine extends GuestException {
        private static final long serialVersionUID = 1L;

        public NoSuchRoutine(String program, int routine, int routines) {
            super("no such routine: program=" + program + ", routine=" + routine + ", routines=" + routines);
        }
    }

    /// The number is none of [SystemCalls].
    public static final class NoSuchSystemCall extends GuestException {
        private static final long serialVersionUID = 1L;

        public NoSuchSystemCall(int systemCall) {
            super("no such system call: number=" + systemCall);
        }
    }

    /// The pointer is not the start of an allocated block.
    public static final class NotAllocated extends GuestException {
        private static final long serialVersionUID = 1L;

        public NotAllocated(long pointer) {
            super("pointer is not an allocated block: pointer=" + pointer);
        }
    }

    /// A step failed; the cause says why.
    public static final class StepFailed extends GuestException {
        private static final long serialVersionUID = 1L;

        public StepFailed(String program, String routine, int point, RuntimeException cause) {
            super(
                    "step failed: program=" + program + ", routine=" + routine + ", point=" + point + ": "
                            + cause.getMessage(),
                    cause);
        }
    }
}
