package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.gateway.states.StateKeeper;
import com.pfavanguard.sync.gateway.stream.BrokerTime;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.gateway.stream.HistoryFill;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import com.pfavanguard.sync.web.ProcessName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code /actuator/link}: shows the gateway's connection to the broker, and what it holds of the past. */
@Component
@ConditionalOnRole(Role.GATEWAY)
@Endpoint(id = "link")
class LinkEndpoint {

    private final LinkStatus status;
    private final GapReports gaps;
    private final BrokerTime time;
    private final EventStream stream;
    private final StateKeeper keeper;
    private final ProcessName name;

    LinkEndpoint(
            LinkStatus status,
            GapReports gaps,
            BrokerTime time,
            EventStream stream,
            StateKeeper keeper,
            ProcessName name) {
        this.status = status;
        this.gaps = gaps;
        this.time = time;
        this.stream = stream;
        this.keeper = keeper;
        this.name = name;
    }

    enum State {
        /** Connected, and the past has been read: live events flow. */
        UP,
        DOWN
    }

    /** @param unread times that the ring may have dropped unread events */
    record Gaps(long unread, long lost) {}

    /**
     * @param broker host and port of the broker, or of each that is tried
     * @param since when the state changed last
     * @param reconnects logins after the first
     * @param lastEventAt when the broker took the newest event in memory; null if none is held
     * @param clockAheadMilliseconds this machine's clock against the broker's; negative if it is behind
     * @param unwatched why dropped events would not be noticed at present; null if they would be
     * @param keeper whether this gateway is the one that writes the states of records to the broker
     */
    record Link(
            String gateway,
            State state,
            String broker,
            Instant since,
            long reconnects,
            @Nullable Instant lastEventAt,
            Gaps gaps,
            @Nullable String unwatched,
            long clockAheadMilliseconds,
            HistoryFill history,
            boolean keeper) {}

    @ReadOperation
    Link link() {
        HistoryFill history = stream.fill();
        return new Link(
                name.toString(),
                status.isUp() ? State.UP : State.DOWN,
                status.broker(),
                status.since().truncatedTo(ChronoUnit.MILLIS),
                Math.max(0, status.connects() - 1),
                history.lastEventAt(),
                new Gaps(gaps.unreadCount(), gaps.lostCount()),
                gaps.unwatched().orElse(null),
                time.ownClockAhead(),
                history,
                keeper.isKeeper());
    }
}
