package org.failuretransparency.os;

import com.sun.jna.Native;

/// Signals to processes.
public final class Processes {

    private static final int SIGKILL = 9;

    private Processes() {}

    /// Kills a process at once (`SIGKILL`): none of its handlers, hooks or buffers gets a turn. A process that kills
    /// itself so executes nothing behind this call.
    public static void kill(long pid) {
        if (LibC.kill(Math.toIntExact(pid), SIGKILL) != 0) {
            throw new OsException("kill", "pid=" + pid, Native.getLastError());
        }
    }
}
