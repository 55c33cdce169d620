package com.pfavanguard.sync.gateway.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.pfavanguard.sync.contract.Contract;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.messaging.simp.stomp.StompCommand;

/** The AsyncAPI document names the headers that the gateway reads. */
class KnownHeadersTests {

    @ParameterizedTest
    @CsvSource({
        "CONNECT, ConnectFrame",
        "SUBSCRIBE, SubscribeFrame",
        "UNSUBSCRIBE, UnsubscribeFrame",
        "DISCONNECT, DisconnectFrame",
        "SEND, RefreshFrame"
    })
    void theContractHasEveryHeaderOfAFrame(StompCommand command, String message) {
        TreeSet<String> described = new TreeSet<>(Contract.asyncApi()
                .at("/components/messages/" + message + "/headers/properties")
                .propertyNames());
        // Taken off before the others are looked at.
        described.remove("Authorization");

        assertThat(described).isEqualTo(new TreeSet<>(KnownHeaders.of(command)));
    }
}
