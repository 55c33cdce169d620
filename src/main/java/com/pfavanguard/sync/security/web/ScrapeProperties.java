package com.pfavanguard.sync.security.web;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings for programs that read metrics and health details without a user's token.
 *
 * @param token Token that opens /actuator/prometheus and the details of /actuator/health, and nothing else. It never
 *     expires. At least 32 letters, digits or characters of -._~+/=, or the start fails. Better set as the environment
 *     variable SYNC_SECURITY_SCRAPE_TOKEN. Set either token or token-file.
 * @param tokenFile File with such tokens, one per line; empty lines and lines that start with # are ignored. Each of
 *     up to 10 tokens is valid, so that one can replace another without a gap. A change is noticed within 10 seconds.
 */
@ConfigurationProperties("sync.security.scrape")
record ScrapeProperties(@Nullable String token, @Nullable Path tokenFile) {

    @Override
    public String toString() {
        return "ScrapeProperties[tokenFile=" + tokenFile + "]";
    }
}
