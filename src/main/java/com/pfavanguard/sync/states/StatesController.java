package com.pfavanguard.sync.states;

import com.pfavanguard.sync.api.Access;
import com.pfavanguard.sync.api.ApiException;
import com.pfavanguard.sync.api.ErrorCode;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.PfaId;
import com.pfavanguard.sync.event.SyncEventType;
import com.pfavanguard.sync.gateway.RecordStates;
import com.pfavanguard.sync.gateway.RecordStates.EventsPage;
import com.pfavanguard.sync.gateway.RecordStates.StatesPage;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.security.Permission;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows the state of each record of an organization with the position in the stream from which to go on, and pages
 * through the recent events.
 */
@RestController
@RequestMapping(path = "/api/sync/{organizationId}", produces = MediaType.APPLICATION_JSON_VALUE)
@ConditionalOnRole(Role.GATEWAY)
class StatesController {

    private static final int MOST = 1_000;
    private static final int MOST_PFA_IDS = 100;
    private static final int LONGEST_POSITION = 100;
    private static final int TRY_AGAIN_AFTER_SECONDS = 2;

    private static final Set<String> TYPES =
            Arrays.stream(SyncEventType.values()).map(Enum::name).collect(Collectors.toCollection(LinkedHashSet::new));

    private final Access access;
    private final RecordStates states;

    StatesController(Access access, RecordStates states) {
        this.access = access;
        this.states = states;
    }

    /**
     * Returns the last event of each record, by pfaId, and the position from which the stream goes on.
     *
     * @param type only records whose last event is of these types, separated by commas or repeated
     * @param pfaId only these records, at most 100, separated by commas or repeated
     * @param limit records on the page, 1 to 1000
     * @param cursor the next of the page before
     */
    @GetMapping("/states")
    ResponseEntity<byte[]> states(
            @PathVariable String organizationId,
            @RequestParam(required = false) @Nullable List<String> type,
            @RequestParam(required = false) @Nullable List<String> pfaId,
            @RequestParam(defaultValue = "500") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        OrganizationId organization = access.organization(organizationId, Permission.READ);
        Set<String> types = values("type", type, TYPES::contains, TYPES.size(), "one of " + String.join(", ", TYPES));
        Set<String> pfaIds = values("pfaId", pfaId, PfaId::isValid, MOST_PFA_IDS, "ids that match " + PfaId.SYNTAX);
        requireLimit(limit);
        StatesCursor from = cursor == null ? null : cursor(cursor, organization);
        requireReady();
        StatesPage page = states.states(organization, types, pfaIds, from == null ? "" : from.after(), limit);
        String position = from == null ? page.position() : from.position();
        String next = page.last() == null ? null : new StatesCursor(organization, position, page.last()).toString();
        return answer(
                position,
                new AnswerJson()
                        .string("organizationId", organization.value())
                        .string("position", position)
                        .counts("counts", ofEveryType(page.counts()))
                        .moment("uncertainBefore", page.uncertainBefore())
                        .events("states", page.states())
                        .string("next", next));
    }

    /**
     * Returns the events behind a position, oldest first, as far as the history reaches.
     *
     * @param after the position behind which they begin; absent: the oldest event held
     * @param limit events on the page, 1 to 1000
     */
    @GetMapping("/events")
    ResponseEntity<byte[]> events(
            @PathVariable String organizationId,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "500") int limit) {
        OrganizationId organization = access.organization(organizationId, Permission.READ);
        requireLimit(limit);
        if (after != null && (after.isBlank() || after.length() > LONGEST_POSITION)) {
            throw ApiException.badRequest("after must be a position: an eventId, or the position of an earlier answer");
        }
        requireReady();
        EventsPage page = states.events(organization, after, limit);
        return answer(
                page.position(),
                new AnswerJson()
                        .string("organizationId", organization.value())
                        .string("position", page.position())
                        .bool("recovered", page.recovered())
                        .events("events", page.events())
                        .bool("more", page.more()));
    }

    private static Set<String> values(
            String name, @Nullable List<String> given, Predicate<String> valid, int most, String expected) {
        Set<String> values = new LinkedHashSet<>(given == null ? List.of() : given);
        if (given != null
                && (values.isEmpty() || values.size() > most || !values.stream().allMatch(valid))) {
            throw ApiException.badRequest(name + " must be " + expected + ", at most " + most
                    + " of them, separated by commas; leave it out for all");
        }
        return values;
    }

    private static Map<String, Integer> ofEveryType(Map<String, Integer> counts) {
        Map<String, Integer> all = new LinkedHashMap<>();
        TYPES.forEach(type -> all.put(type, counts.getOrDefault(type, 0)));
        return all;
    }

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > MOST) {
            throw ApiException.badRequest("limit must be 1 to " + MOST);
        }
    }

    private static StatesCursor cursor(String text, OrganizationId organization) {
        return StatesCursor.of(text)
                .filter(cursor -> cursor.organizationId().equals(organization))
                .orElseThrow(() -> ApiException.badRequest("cursor must be the \"next\" of an earlier answer for this"
                        + " organization; leave it out to begin again"));
    }

    private void requireReady() {
        if (!states.isReady()) {
            throw new ApiException(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            ErrorCode.STATES_NOT_LOADED,
                            "This gateway has not read the states from the message broker yet; try again later")
                    .retryableAfter(TRY_AGAIN_AFTER_SECONDS);
        }
    }

    private static ResponseEntity<byte[]> answer(String position, AnswerJson json) {
        return ResponseEntity.ok()
                .header("Last-Event-Id", position)
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(json.end());
    }
}
