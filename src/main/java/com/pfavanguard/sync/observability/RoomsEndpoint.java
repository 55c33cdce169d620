package com.pfavanguard.sync.observability;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.RoomList;
import com.pfavanguard.sync.gateway.RoomList.RoomFigures;
import com.pfavanguard.sync.pauses.WritePauses;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.web.ListLimit;
import com.pfavanguard.sync.web.Problem;
import com.pfavanguard.sync.web.ProcessName;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code /actuator/rooms}: lists the organizations that this gateway serves, those with the most sessions first. */
@Component
@ConditionalOnRole(Role.GATEWAY)
@Endpoint(id = "rooms")
class RoomsEndpoint {

    private final RoomList rooms;
    private final WritePauses pauses;
    private final ProcessName name;

    RoomsEndpoint(RoomList rooms, WritePauses pauses, ProcessName name) {
        this.rooms = rooms;
        this.pauses = pauses;
        this.name = name;
    }

    /**
     * One organization, as {@link RoomFigures} describes it.
     *
     * @param paused whether an administrator has paused the writes of its edits
     */
    record Shown(
            String organizationId,
            int sessions,
            int events,
            long bytes,
            int records,
            SortedMap<String, Integer> states,
            @Nullable Instant lastEventAt,
            boolean paused) {}

    /** @param total all organizations, also those that are not listed */
    record Rooms(String gateway, int total, List<Shown> rooms) {}

    @ReadOperation
    Rooms rooms(@Nullable String organizationId, @Nullable String limit) {
        if (organizationId != null && !OrganizationId.isValid(organizationId)) {
            throw Problem.invalid("The organizationId must match " + OrganizationId.SYNTAX)
                    .toException();
        }
        OrganizationId one = organizationId == null ? null : new OrganizationId(organizationId);
        List<Shown> shown = rooms.largest(one, ListLimit.of(limit)).stream()
                .map(this::shown)
                .toList();
        return new Rooms(name.toString(), one == null ? rooms.count() : shown.size(), shown);
    }

    private Shown shown(RoomFigures room) {
        return new Shown(
                room.organizationId().value(),
                room.sessions(),
                room.events(),
                room.bytes(),
                room.records(),
                room.states(),
                room.lastEventAt(),
                pauses.isPaused(room.organizationId()));
    }
}
