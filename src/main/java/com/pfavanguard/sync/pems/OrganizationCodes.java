package com.pfavanguard.sync.pems;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.pems.PemsProperties.UnmappedOrganizations;
import java.util.Map;
import java.util.Optional;

/**
 * Our organization ids to the codes PEMS knows them by; the two are never to be mixed up. A missing code is found out
 * here, early: the original sent an empty one and left it to PEMS what to make of it.
 */
final class OrganizationCodes {

    private final Map<String, String> codes;
    private final UnmappedOrganizations unmapped;

    /** @param codes no code twice, and none that is the id of another organization */
    OrganizationCodes(Map<String, String> codes, UnmappedOrganizations unmapped) {
        this.codes = Map.copyOf(codes);
        this.unmapped = unmapped;
    }

    Optional<String> find(OrganizationId organizationId) {
        String code = codes.get(organizationId.value());
        if (code == null && unmapped == UnmappedOrganizations.USE_ID) {
            // An id that is another organization's code would read and write that organization's records.
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
