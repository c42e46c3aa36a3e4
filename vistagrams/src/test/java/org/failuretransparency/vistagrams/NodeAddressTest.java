package org.failuretransparency.vistagrams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:7000,7001", "10.0.255.3:0,0", "0.0.0.0:65535,1"})
    void isReadAsItIsWritten(String text) {
        assertThat(NodeAddress.parse(text)).hasToString(text);
    }

    @Test
    void holdsTheMachineMostSignificantByteFirst() {
        assertThat(NodeAddress.parse("127.0.0.1:7000,7001")).isEqualTo(new NodeAddress(0x7F00_0001, 7000, 7001));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.1",
                "127.0.0.1:7000",
                "127.0.0.1:7000,7000",
                "127.0.0.1:70000,7001",
                "256.0.0.1:7000,7001",
                "::1:7000,7001",
                "localhost:7000,7001"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NodeAddress.parse(text))
                .withMessageStartingWith("not an address: text=" + text);
    }
}
