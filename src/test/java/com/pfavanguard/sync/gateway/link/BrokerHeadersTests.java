package com.pfavanguard.sync.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BrokerHeadersTests {

    private static BrokerHeaders headers(String lines) {
        byte[] bytes = ("MESSAGE\n" + lines + "\n\nbody").getBytes(StandardCharsets.UTF_8);
        return new BrokerHeaders(bytes, "MESSAGE\n".length(), bytes.length - "\n\nbody".length());
    }

    @Test
    void aNameIsFoundWholeAndAtTheBeginningOfALineOnly() {
        BrokerHeaders headers = headers("eventIdentity:no\nx-eventId:no\nnote:eventId:no\neventId:yes");

        assertThat(headers.first("eventId")).isEqualTo("yes");
        assertThat(headers.first("event")).isNull();
        assertThat(headers.first("note")).isEqualTo("eventId:no");
    }

    @Test
    void theFirstOfARepeatedHeaderCountsThoughItIsEmpty() {
        assertThat(headers("priority:\npriority:9").first("priority")).isEmpty();
    }

    @Test
    void linesThatAreNoHeadersArePassedOver() {
        BrokerHeaders headers = headers("no colon\n:no name\n\r\neventId\n:\neventId:yes");

        assertThat(headers.first("eventId")).isEqualTo("yes");
        assertThat(headers.first("no colon")).isNull();
    }

    @Test
    void anEscapedNameIsAnotherName() {
        assertThat(headers("event\\cId:no\neventId:a\\cb").first("eventId")).isEqualTo("a:b");
        assertThat(headers("event\\Id:no").first("eventId")).isNull();
    }

    @Test
    void theLastOfVeryManyIsFound() {
        BrokerHeaders headers = headers("filler:x\n".repeat(5_000) + "eventId:last");

        assertThat(headers.first("eventId")).isEqualTo("last");
    }

    @Test
    void noHeadersAreNoHeaders() {
        assertThat(BrokerHeaders.NONE.first("eventId")).isNull();
        assertThat(headers("").first("eventId")).isNull();
    }
}
