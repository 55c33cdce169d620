package com.pfavanguard.sync.pems;

import com.pfavanguard.sync.web.LoopbackNames;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Where PEMS is and how to speak to it. Without a base URL a stand-in with made-up records takes its place, where that
 * is allowed.
 *
 * @param baseUrl what comes before {@code /api/pems/}, such as {@code https://pems.example.com/eam}; HTTPS, or HTTP on
 *     the loopback address. Not set: the stand-in, if it is enabled
 * @param username user name for HTTP Basic; required with a base URL
 * @param password its password; required with a base URL, never logged
 * @param tenant value of the {@code tenant} header; left out if not set
 * @param allowPlainHttp lets the base URL be HTTP on another machine, credentials in the clear; for closed networks
 * @param timeout longest wait for a whole answer, and for the connection before it
 * @param healthTimeout longest wait for the answer to a health check
 * @param maxResponseSize a longer answer is not read to its end and counts as unusable
 * @param organizations organization id to the code PEMS knows it by, such as {@code org-rio: RIO}; an id with an
 *     underscore must be written in brackets, {@code "[org_rio]": RIO}. A code given twice, or one that is the id of
 *     another organization, fails the start
 * @param unmappedOrganizations what becomes of organizations not listed there: {@code refuse} fails their writes at
 *     once, {@code use-id} takes the id for the code unless it is another organization's code. Default {@code refuse},
 *     with the stand-in {@code use-id}
 * @param standIn the stand-in PEMS
 */
@Validated
@ConfigurationProperties("sync.pems")
public record PemsProperties(
        @Nullable String baseUrl,
        @Nullable String username,
        @Nullable String password,
        @Nullable @Pattern(regexp = HEADER_WORD) String tenant,
        @DefaultValue("false") boolean allowPlainHttp,
        @DefaultValue("30s") Duration timeout,
        @DefaultValue("5s") Duration healthTimeout,
        @DefaultValue("256KB") DataSize maxResponseSize,
        @DefaultValue Map<String, @Pattern(regexp = HEADER_WORD) String> organizations,
        @Nullable UnmappedOrganizations unmappedOrganizations,
        @Valid @DefaultValue StandIn standIn) {

    private static final String HEADER_WORD = "[A-Za-z0-9._-]{1,64}";
    private static final String NO_URL = "sync.pems.base-url must look like https://host/path";

    public PemsProperties {
        // Left empty, as compose files do, means not set.
        baseUrl = isBlank(baseUrl) ? null : baseUrl;
        if (baseUrl != null) {
            requireUsable(parsed(baseUrl), allowPlainHttp);
            if (isBlank(username) || isBlank(password)) {
                throw new IllegalArgumentException(
                        "sync.pems.base-url is set, so sync.pems.username and sync.pems.password must be too");
            }
            // RFC 7617, 2: the colon is what ends it.
            if (!isUserName(username)) {
                throw new IllegalArgumentException(
                        "sync.pems.username must have no colon and no control characters, as HTTP Basic has it");
            }
        }
        if (timeout.toMillis() <= 0 || healthTimeout.toMillis() <= 0) {
            throw new IllegalArgumentException("sync.pems.timeout and sync.pems.health-timeout must be more than 0");
        }
        requireSeparate(organizations);
        organizations = Map.copyOf(organizations);
    }

    // Letter by letter: an answer of PEMS's that spells the code in another way is refused when it is read.
    private static void requireSeparate(Map<String, String> organizations) {
        Map<String, String> idOfCode = new HashMap<>();
        organizations.forEach((id, code) -> {
            String other = idOfCode.putIfAbsent(code, id);
            if (other != null) {
                throw new IllegalArgumentException(
                        "sync.pems.organizations gives %s and %s the same code %s, so each would read and write the other's records"
                                .formatted(other, id, code));
            }
            if (!id.equals(code) && organizations.containsKey(code)) {
                throw new IllegalArgumentException(
                        "sync.pems.organizations gives %s the code %s, which is the id of another organization; the two could be mixed up"
                                .formatted(id, code));
            }
        });
    }

    /** {@link #baseUrl()} as the address it is; {@code null} for the stand-in. */
    public @Nullable URI baseUri() {
        return baseUrl == null ? null : parsed(baseUrl);
    }

    // Not left to Spring, which quotes what it cannot convert: a URL with credentials in it must not reach the log.
    private static URI parsed(String baseUrl) {
        try {
            return new URI(baseUrl.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(NO_URL);
        }
    }

    private static void requireUsable(URI baseUrl, boolean allowPlainHttp) {
        String host = baseUrl.getHost();
        String scheme = baseUrl.getScheme();
        if (host == null || !("https".equals(scheme) || "http".equals(scheme))) {
            throw new IllegalArgumentException(NO_URL);
        }
        if (baseUrl.getRawUserInfo() != null || baseUrl.getRawQuery() != null || baseUrl.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "sync.pems.base-url must have no credentials, query or fragment; credentials have settings of their own");
        }
        if ("http".equals(scheme) && !allowPlainHttp && !LoopbackNames.isLoopback(host)) {
            throw new IllegalArgumentException(
                    "sync.pems.base-url must be https, since it carries credentials; sync.pems.allow-plain-http lifts this");
        }
    }

    private static boolean isUserName(@Nullable String text) {
        return text != null && text.chars().noneMatch(c -> c == ':' || Character.isISOControl(c));
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    /** What an organization without a PEMS code of its own gets. */
    public enum UnmappedOrganizations {
        REFUSE,
        USE_ID
    }

    /**
     * The stand-in PEMS, for development: real HTTP on the loopback address, made-up records kept in memory. Never runs
     * beside a real PEMS.
     *
     * @param enabled whether it takes the place of PEMS as long as {@code sync.pems.base-url} is not set; if not, a
     *     process that takes edits does not start without a base URL. Default: true with {@code sync.security.mode=open},
     *     false with {@code jwt}
     * @param port where it listens; 0 for any free port
     */
    public record StandIn(
            @Nullable Boolean enabled,

            @Min(0) @Max(65535) @DefaultValue("8090") int port) {}

    @Override
    public String toString() {
        return "PemsProperties[baseUrl=%s, username=%s, password=%s, tenant=%s, timeout=%s, organizations=%s]"
                .formatted(baseUrl, username, password == null ? "none" : "******", tenant, timeout, organizations);
    }
}
