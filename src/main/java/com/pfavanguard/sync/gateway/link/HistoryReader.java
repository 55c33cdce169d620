package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.broker.BrokerSetup;
import com.pfavanguard.sync.broker.Endpoint;
import com.pfavanguard.sync.broker.HistoryQueue;
import com.pfavanguard.sync.broker.HistoryQueues;
import com.pfavanguard.sync.broker.NoBrokerException;
import com.pfavanguard.sync.broker.Rotation;
import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.gateway.states.StateKeeper;
import com.pfavanguard.sync.gateway.states.StateReader;
import com.pfavanguard.sync.gateway.stream.EventStream;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the history and then live events over one connection to the broker, and hands them to the {@link EventIntake}.
 * Used by the link's thread, apart from {@link #disconnect}.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class HistoryReader {

    // Enough for a history that is larger than configured: it must not look like one that overtakes the link.
    private static final int RINGS_REMEMBERED = 4;

    private final StompBroker broker;
    private final HistoryQueues histories;
    private final EventStream stream;
    private final EventIntake intake;
    private final GapReports reports;
    private final LastReading last;
    private final ClockDifference clockDifference;
    private final LinkStatus status;
    private final LinkLag lag;
    private final BrokerSetup setup;
    private final StateReader states;
    private final StateKeeper keeper;
    private final Rotation<Endpoint, BrokerConnection> rotation;

    private volatile @Nullable BrokerConnection open;

    HistoryReader(
            StompBroker broker,
            HistoryQueues histories,
            EventStream stream,
            EventIntake intake,
            GapReports reports,
            LastReading last,
            ClockDifference clockDifference,
            LinkStatus status,
            LinkLag lag,
            BrokerSetup setup,
            StateReader states,
            StateKeeper keeper) {
        this.broker = broker;
        this.histories = histories;
        this.stream = stream;
        this.intake = intake;
        this.reports = reports;
        this.last = last;
        this.clockDifference = clockDifference;
        this.status = status;
        this.lag = lag;
        this.setup = setup;
        this.states = states;
        this.keeper = keeper;
        this.rotation = new Rotation<>(
                "broker-link-connect",
                broker.endpoints(),
                endpoint -> BrokerConnection.open(broker, endpoint, intake.maxEventBytes()));
        stream.whenMarkerWanted(this::wantMarker);
    }

    // While no connection is open there is no need: the next one begins with markers.
    private boolean wantMarker(long since) {
        BrokerConnection connection = open;
        return connection != null && connection.wantMarker(since);
    }

    /**
     * Connects and reads until the connection ends or {@code goOn} turns false.
     *
     * @throws NoBrokerException if no broker can be connected to
     * @throws IOException if the connection breaks
     */
    void readConnection(BooleanSupplier goOn) throws IOException {
        try (BrokerConnection connection = rotation.connect()) {
            open = connection;
            status.connected(connection.endpoint());
            lag.connected(connection.markers());
            setup.linkConnected(connection.serverHeader());
            read(connection, goOn);
        } finally {
            open = null;
            lag.disconnected();
        }
    }

    private void read(BrokerConnection connection, BooleanSupplier goOn) throws IOException {
        ReadMessages read = new ReadMessages(RINGS_REMEMBERED * Math.max(1_000, broker.historySize()));
        HistoryQueue history = histories.at(connection.endpoint());
        try (GapWatch watch =
                new GapWatch(history, read, last.gapCheck(), broker.historySize(), gapListener()).start()) {
            stream.beginReplay();
            // Before anything is read, so that the watch looks before much has gone.
            String data = watch.awaitReady();
            stream.identifyData(data);
            // Before the history: what is written meanwhile is in the history too.
            states.beforeReading(connection.endpoint(), last.isFirst());
            connection.subscribe();
            try {
                while (goOn.getAsBoolean() && !states.wantsHistoryAgain()) {
                    readFrame(connection, watch, read, data);
                }
            } finally {
                leave(connection, watch, read, data);
            }
        } finally {
            if (connection.isSilent()) {
                // It may hang for long; another one may have taken over. One that has only restarted is tried first.
                rotation.passOver();
            }
        }
    }

    private void readFrame(BrokerConnection connection, GapWatch watch, ReadMessages read, String data)
            throws IOException {
        BrokerFrame frame = connection.read();
        if (LinkMarkers.isMarker(frame)) {
            intake.noteMarker(frame, read);
            watch.readUpTo(read.count());
            takeMarker(frame, connection, watch, read, data);
        } else if (frame.command().equals("MESSAGE")) {
            intake.take(frame, read, connection.hasMore());
            watch.readUpTo(read.count());
        }
    }

    private void takeMarker(
            BrokerFrame frame, BrokerConnection connection, GapWatch watch, ReadMessages read, String data) {
        LinkMarkers markers = connection.markers();
        if (!markers.isOwn(frame)) {
            return; // another gateway's
        }
        long sentAt = markers.returned(frame);
        lag.returned(sentAt, System.nanoTime());
        clockDifference.learn(ArtemisHeaders.stamp(frame), sentAt);
        setup.eventKept(ArtemisHeaders.ingress(frame), ArtemisHeaders.expires(frame));
        if (markers.isEndOfPast(frame) && !connection.isCaughtUp()) {
            watch.lookAtEndOfPast();
            stream.endReplay(last.compare(read, data));
            read.mayForget();
            last.record(read, data);
            status.up();
            connection.caughtUp();
            keeper.linkUp(connection.endpoint());
        }
        if (connection.isCaughtUp()) {
            stream.markerRead(sentAt);
        }
    }

    private void leave(BrokerConnection connection, GapWatch watch, ReadMessages read, String data) {
        // A pending interrupt would end every wait and every write below.
        boolean interrupted = Thread.interrupted();
        keeper.linkDown();
        watch.close();
        if (connection.isCaughtUp()) {
            last.remember(read, data, watch.gapCheck());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private GapWatch.Listener gapListener() {
        return new GapWatch.Listener() {
            @Override
            public boolean gap(long behind) {
                return reports.unread(behind);
            }

            @Override
            public void gapBefore() {
                reports.unreadBefore();
            }

            @Override
            public void looked(@Nullable IOException problem) {
                reports.looked(problem);
            }

            @Override
            public void tick() {
                last.flush();
            }
        };
    }

    /** Ends the connection that is open, as STOMP wants it. Safe for any thread. */
    void disconnect() {
        rotation.abandon();
        BrokerConnection connection = open;
        if (connection != null) {
            connection.disconnect();
        }
    }
}
