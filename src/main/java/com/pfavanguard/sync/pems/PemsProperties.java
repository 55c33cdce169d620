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
 * Settings of the connection to PEMS. Without a base URL, a stand-in with made-up records takes the place of PEMS if it
 * is enabled.
 *
 * @param baseUrl The part of the address of PEMS before /api/pems/, such as https://pems.example.com/eam. HTTPS, or
 *     HTTP on loopback. Default: the stand-in takes the place of PEMS, if it is enabled.
 * @param username User name for HTTP Basic, without a colon. Required with a base URL; without it the start fails.
 * @param password Password for HTTP Basic. Required with a base URL; without it the start fails. Better set as the
 *     environment variable SYNC_PEMS_PASSWORD. Never logged.
 * @param tenant Value of the tenant header. Default: the header is not sent.
 * @param allowPlainHttp Whether the base URL may be plain HTTP on another machine. The credentials then travel
 *     unencrypted; only for closed networks.
 * @param timeout Maximum time for connecting to PEMS and for a complete answer. An attempt that takes longer is made
 *     again.
 * @param healthTimeout Maximum time for the answer to a health check.
 * @param maxResponseSize Largest accepted answer. A larger one is not read to its end, and the attempt is made again.
 * @param organizations Organization id and the code that PEMS knows it by, such as org-rio: RIO. Put an id with an
 *     underscore in brackets: "[org_rio]": RIO. A code that is used twice, or that is the id of another organization,
 *     fails the start.
 * @param unmappedOrganizations What happens to the edits of organizations without a code. refuse fails them at once.
 *     use-id takes the id as the code, unless it is the code of another organization. Default: refuse; with the
 *     stand-in, use-id.
 * @param standIn The stand-in PEMS.
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
                        "sync.pems.base-url is set, so sync.pems.username and sync.pems.password must be set too");
            }
            // RFC 7617, 2: a colon separates user name and password.
            if (!isUserName(username)) {
                throw new IllegalArgumentException(
                        "sync.pems.username must not contain a colon or control characters (HTTP Basic)");
            }
        }
        if (timeout.toMillis() <= 0 || healthTimeout.toMillis() <= 0) {
            throw new IllegalArgumentException("sync.pems.timeout and sync.pems.health-timeout must be more than 0");
        }
        requireSeparate(organizations);
        organizations = Map.copyOf(organizations);
    }

    // Compared exactly, since an answer of PEMS that spells the code differently is refused.
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

    // Not converted by Spring, which quotes invalid values: a URL with credentials must not reach the log.
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

    /** What happens to an organization without a PEMS code. */
    public enum UnmappedOrganizations {
        REFUSE,
        USE_ID
    }

    /**
     * The stand-in PEMS, for development: real HTTP on the loopback address, made-up records kept in memory. Never runs
     * beside a real PEMS.
     *
     * @param enabled Whether the stand-in takes the place of PEMS while sync.pems.base-url is not set. If false, a
     *     process that takes edits does not start without a base URL. Default: true with sync.security.mode=open, false
     *     with jwt.
     * @param port Port of the stand-in, on loopback only. 0 means any free port. A port in use fails the start.
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
