package com.pfavanguard.sync.pems;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.pems.PemsProperties.UnmappedOrganizations;
import java.util.Map;
import java.util.Optional;

/**
 * Maps our organization ids to the codes by which PEMS knows them; the two must never be mixed up. Refuses an
 * organization without a code before PEMS is asked.
 */
final class OrganizationCodes {

    private final Map<String, String> codes;
    private final UnmappedOrganizations unmapped;

    /** @param codes codes by organization id; no code twice, and none equal to another organization's id */
    OrganizationCodes(Map<String, String> codes, UnmappedOrganizations unmapped) {
        this.codes = Map.copyOf(codes);
        this.unmapped = unmapped;
    }

    Optional<String> find(OrganizationId organizationId) {
        String code = codes.get(organizationId.value());
        if (code == null && unmapped == UnmappedOrganizations.USE_ID) {
            // An id equal to another organization's code would read and write that organization's records.
            return Optional.of(organizationId.value()).filter(id -> !codes.containsValue(id));
        }
        return Optional.ofNullable(code);
    }

    String of(OrganizationId organizationId) {
        return find(organizationId)
                .orElseThrow(() -> PemsException.notAsked(
                        "Organization " + organizationId + " has no PEMS code under sync.pems.organizations",
                        "This organization is not connected to PEMS"));
    }
}
