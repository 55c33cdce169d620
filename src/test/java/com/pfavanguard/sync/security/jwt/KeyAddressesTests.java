package com.pfavanguard.sync.security.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyAddressesTests {

    @ParameterizedTest
    @CsvSource({
        // from, to, followed by default, followed where plain HTTP is allowed
        "https://a.example, https://b.example, true, true",
        "https://a.example, http://b.example, false, false",
        "https://a.example, http://localhost, false, false",
        "http://localhost, https://b.example, true, true",
        "http://localhost, http://127.0.0.1, true, true",
        "http://localhost, http://b.example, false, true",
        "https://a.example, file:///etc/passwd, false, false",
        "https://a.example, ftp://b.example, false, false",
    })
    void aRedirectNeverLeadsFromHttpsToHttp(URI from, URI to, boolean followed, boolean followedIfAllowed) {
        assertThat(new KeyAddresses(false).objectionToRedirect(from, to).isEmpty())
                .isEqualTo(followed);
        assertThat(new KeyAddresses(true).objectionToRedirect(from, to).isEmpty())
                .isEqualTo(followedIfAllowed);
    }
}
