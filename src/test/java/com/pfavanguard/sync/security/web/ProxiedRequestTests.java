package com.pfavanguard.sync.security.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class ProxiedRequestTests {

    private static ProxiedRequest request(int hops, String name, String... lines) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr("10.0.0.1");
        for (String line : lines) {
            request.addHeader(name, line);
        }
        return new ProxiedRequest(request, hops);
    }

    @ParameterizedTest
    @CsvSource({
        "1, '6.6.6.6, 203.0.113.7', 203.0.113.7",
        "2, '6.6.6.6, 203.0.113.7, 10.0.0.2', 203.0.113.7",
        "2, '203.0.113.7', 203.0.113.7",
        "1, '203.0.113.7:4711', 203.0.113.7",
        "1, '[2001:db8::1]:443', 2001:db8:0:0:0:0:0:1",
        "1, '203.0.113.7, 127.0.0.1', unknown",
        "1, '203.0.113.7, evil.example', unknown",
        "1, '203.0.113.7,', unknown"
    })
    void theClientIsWhoTheOutermostProxyOfOursWasAskedBy(int hops, String header, String address) {
        assertThat(request(hops, "X-Forwarded-For", header).getRemoteAddr()).isEqualTo(address);
    }

    @Test
    void linesOfOneNameAreOneList() {
        assertThat(request(1, "x-forwarded-for", "6.6.6.6", "203.0.113.7").getRemoteAddr())
                .isEqualTo("203.0.113.7");
    }

    @Test
    void withoutTheHeaderTheAddressIsTheConnections() {
        assertThat(request(1, "X-Other", "6.6.6.6").getRemoteAddr()).isEqualTo("10.0.0.1");
    }

    @Test
    void otherHeadersOfProxiesAreReadAlikeAndTheRestAsItStands() {
        assertThat(Collections.list(request(1, "X-Forwarded-Host", "evil.example, sync.example")
                        .getHeaders("x-forwarded-host")))
                .containsExactly("sync.example");
        assertThat(request(1, "Accept", "text/html, text/plain").getHeader("Accept"))
                .isEqualTo("text/html, text/plain");
    }
}
