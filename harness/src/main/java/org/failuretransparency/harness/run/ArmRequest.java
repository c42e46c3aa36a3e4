package org.failuretransparency.harness.run;

import org.jspecify.annotations.Nullable;

/// One line from the harness to a resident process, as JSON.
///
/// @param setup what to open, for OPEN and RECOVER
/// @param length how long, for WARM_UP and TRIAL
/// @param transactions how many, for COUNT and LATENCY
/// @param arm the number of the arm that is asked, of those that share the process
public record ArmRequest(
        Call call, @Nullable ArmSetup setup, @Nullable TrialLength length, long transactions, int arm) {

    /// What is asked for.
    public enum Call {
        /// Make the database new, fill it, check it.
        OPEN,
        /// Run until it is compiled, and up to a truncation.
        WARM_UP,
        /// Run and measure.
        TRIAL,
        /// Run a number of transactions and measure each.
        LATENCY,
        /// Run a number of transactions; what they cost is counted from outside or by the regions.
        COUNT,
        /// Answer, then run until killed.
        ENDLESS,
        /// Open what a killed process left, and check it.
        RECOVER,
        /// Say which kernel thread runs the transactions.
        THREAD,
        /// Close and remove the database.
        CLOSE
    }

    static ArmRequest of(Call call) {
        return new ArmRequest(call, null, null, 0, 0);
    }

    static ArmRequest of(Call call, ArmSetup setup) {
        return new ArmRequest(call, setup, null, 0, 0);
    }

    static ArmRequest of(Call call, TrialLength length) {
        return new ArmRequest(call, null, length, 0, 0);
    }

    static ArmRequest of(Call call, long transactions) {
        return new ArmRequest(call, null, null, transactions, 0);
    }

    /// The same, to the arm of that number.
    ArmRequest forArm(int number) {
        return new ArmRequest(call, setup, length, transactions, number);
    }
}
