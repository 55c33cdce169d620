package com.pfavanguard.sync.states;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the next page of states begins. Keeps the position of the first page: from there a client that has all pages goes
 * on. Clients pass it back as it is.
 *
 * @param position of the first page
 * @param after id of the last record on the page before
 */
record StatesCursor(OrganizationId organizationId, String position, String after) {

    // A position is an event id or a moment; both have these characters, and neither they nor record ids have a slash.
    private static final Pattern TEXT =
            Pattern.compile("1/(" + OrganizationId.SYNTAX + ")/([A-Za-z0-9._:-]{1,100})/(" + PfaId.SYNTAX + ")");

    private static final int LONGEST = 400;

    /** Reads what {@link #toString} returned; empty if the text is anything else. */
    static Optional<StatesCursor> of(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(text);
            Matcher matcher = TEXT.matcher(new String(decoded, StandardCharsets.US_ASCII));
            return matcher.matches()
                    ? Optional.of(
                            new StatesCursor(new OrganizationId(matcher.group(1)), matcher.group(2), matcher.group(3)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        String text = "1/" + organizationId + "/" + position + "/" + after;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
