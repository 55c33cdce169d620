package com.pfavanguard.sync.pems;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.pems.PemsProperties.UnmappedOrganizations;
import com.pfavanguard.sync.start.Finding;
import io.micrometer.observation.ObservationRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.core.NestedExceptionUtils;

/**
 * Asks a PEMS once, for a person, whether it is there and accepts the credentials of each organization. Reads only: the
 * health check, and a record that does not exist.
 */
public final class PemsExamination {

    private static final PfaId NO_RECORD = new PfaId("sync-gateway-doctor");

    // PEMS allows ten requests a second, and a gateway may run at the same time.
    private static final int MOST_ORGANIZATIONS = 3;

    private PemsExamination() {}

    /** Takes as long as PEMS does, up to {@code sync.pems.timeout} for each request. With a base URL only. */
    public static List<Finding> of(PemsProperties settings, Clock clock) {
        URI baseUrl = Objects.requireNonNull(settings.baseUri());
        List<Finding> findings = new ArrayList<>();
        try (HttpPemsClient pems = PemsConfiguration.client(() -> baseUrl, settings, clock, ObservationRegistry.NOOP)) {
            PemsHealth health = pems.health();
            if (health.healthy()) {
                findings.add(Finding.fine(
                        "PEMS at %s says after %d ms that it is healthy",
                        baseUrl, health.latency().toMillis()));
            } else {
                findings.add(Finding.problem(
                        "PEMS at %s is not healthy: %s. Check sync.pems.base-url, the way there, and PEMS itself",
                        baseUrl, health.error().orElse("no reason given")));
            }
            List<String> organizations =
                    settings.organizations().keySet().stream().sorted().toList();
            organizations.stream()
                    .limit(MOST_ORGANIZATIONS)
                    .map(id -> read(pems, id))
                    .forEach(findings::add);
            if (organizations.size() > MOST_ORGANIZATIONS) {
                findings.add(Finding.fine(
                        "The credentials were tried for %d of %d organizations, to spare PEMS",
                        MOST_ORGANIZATIONS, organizations.size()));
            }
        }
        mapping(settings, findings);
        return findings;
    }

    private static Finding read(HttpPemsClient pems, String organization) {
        try {
            pems.read(new OrganizationId(organization), NO_RECORD);
            return Finding.fine("PEMS accepts the credentials for %s", organization);
        } catch (PemsException e) {
            return switch (e.code()) {
                case NOT_FOUND -> Finding.fine("PEMS accepts the credentials for %s", organization);
                case UNAUTHORIZED ->
                    Finding.problem(
                            "PEMS refuses the credentials (HTTP 401) for %s. Check sync.pems.username, sync.pems.password"
                                    + " and sync.pems.tenant",
                            organization);
                default ->
                    Finding.problem(
                            "PEMS does not answer a read for %s as it should: %s%s. Check sync.pems.base-url, the code in"
                                    + " sync.pems.organizations, and the rights of the user in PEMS",
                            organization, String.valueOf(e.getMessage()), cause(e));
            };
        } catch (IllegalArgumentException e) {
            return Finding.problem(
                    "sync.pems.organizations names \"%s\", which is no organization id. Correct it", organization);
        }
    }

    private static String cause(PemsException e) {
        Throwable cause = NestedExceptionUtils.getRootCause(e);
        if (cause == null) {
            return "";
        }
        String name = cause.getClass().getSimpleName();
        return " (" + (cause.getMessage() == null ? name : name + ": " + cause.getMessage()) + ")";
    }

    private static void mapping(PemsProperties settings, List<Finding> findings) {
        if (settings.organizations().isEmpty() && settings.unmappedOrganizations() != UnmappedOrganizations.USE_ID) {
            findings.add(Finding.problem("sync.pems.organizations is empty, and sync.pems.unmapped-organizations is not"
                    + " use-id, so every edit fails. Name the code of each organization"));
        } else if (settings.organizations().isEmpty()) {
            findings.add(Finding.warning(
                    "Cannot try the credentials: sync.pems.organizations names no organization to try" + " them for"));
        }
    }
}
