package org.failuretransparency.tpcb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DebitCreditScaleTest {

    @ParameterizedTest
    @CsvSource({"10, 1, 83874", "50, 5, 100000", "400, 41, 100000"})
    void choosesTheLargestDatabaseThatFits(int megabytes, int branches, int accountsPerBranch) {
        DebitCreditScale scale = DebitCreditScale.forBytes((long) megabytes << 20);
        assertThat(scale).isEqualTo(new DebitCreditScale(branches, accountsPerBranch));
        assertThat(scale.databaseBytes()).isLessThanOrEqualTo((long) megabytes << 20);
    }

    @Test
    void hasTenTellersABranchAndAccountsOverNinetyNinePercentOfTheTables() {
        DebitCreditScale scale = new DebitCreditScale(3, 100_000);
        assertThat(scale.tellers()).isEqualTo(30);
        assertThat(scale.accounts()).isEqualTo(300_000);
        assertThat(scale.databaseBytes()).isEqualTo(2_097_216 + 100L * 300_033);
        assertThat((double) BalanceRowLayout.BYTES * scale.accounts() / (scale.databaseBytes() - 2_097_216))
                .isGreaterThan(0.99);
    }

    @Test
    void refusesADatabaseThatIsTooSmall() {
        long smallest = new DebitCreditScale(1, 1).databaseBytes();
        assertThat(DebitCreditScale.forBytes(smallest)).isEqualTo(new DebitCreditScale(1, 1));
        assertThatThrownBy(() -> DebitCreditScale.forBytes(smallest - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no database is that small: databaseBytes=2098415, expected at least=2098416");
    }

    @Test
    void refusesRowsOutOfRange() {
        assertThatThrownBy(() -> new DebitCreditScale(0, 1)).hasMessageContaining("branches=0, allowed=1..21474");
        assertThatThrownBy(() -> new DebitCreditScale(1, 100_001)).hasMessageContaining("accountsPerBranch=100001");
    }
}
