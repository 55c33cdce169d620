package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.event.Connected;
import com.pfavanguard.sync.event.EventId;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.event.SyncEventJson;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The stream's front door: the broker link puts events in, sessions join and are served. Safe for any thread; no method
 * blocks on a client.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class EventStream implements SmartLifecycle {

    /** After the embedded broker, before the link that fills the stream. */
    public static final int PHASE = Integer.MIN_VALUE + 2000;

    private static final int MOST_THREADS = 4;

    // To copy this to as many clients as the link serves itself would keep it for too long.
    private static final int LARGE_EVENT_BYTES = 2_048;

    private final BrokerTime time;
    private final Clock clock;
    private final SyncEventJson json = new SyncEventJson();
    private final FanOut fanOut;
    private final History history;
    private final SlowLimits slowLimits;
    // One for each thread of the link: after a stop and a start there may be two for a moment.
    private final ThreadLocal<Batch> batches = ThreadLocal.withInitial(Batch::new);
    private final Counter recovered;
    private final Counter notRecovered;
    private volatile boolean running;

    public EventStream(
            GatewayProperties properties, StompBroker broker, BrokerTime time, Clock clock, MeterRegistry meters) {
        this.time = time;
        this.clock = clock;
        this.fanOut = new FanOut(threads(properties.fanOutThreads()));
        HistoryLimits limits =
                new HistoryLimits(broker.historySize(), properties.historyMemory(), broker.historyRetention());
        this.history = new History(limits, time, organizationId -> new Room(organizationId, fanOut.workers()));
        this.slowLimits = new SlowLimits(
                properties.maxLagEvents(), properties.maxLagSize().toBytes(), properties.sendTimeLimit());
        this.recovered = meters.counter("sync.gateway.resumes", "recovered", "true");
        this.notRecovered = meters.counter("sync.gateway.resumes", "recovered", "false");
        Gauge.builder("sync.gateway.history.events", history, History::size).register(meters);
        Gauge.builder("sync.gateway.history.size", history, History::bytes)
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("sync.gateway.rooms", history, History::rooms).register(meters);
    }

    private static int threads(int asked) {
        return asked > 0 ? asked : Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
    }

    /** Whether an id could be mistaken for a position that is no event's. */
    public static boolean isTimePosition(String eventId) {
        return eventId.startsWith("t-") && TimePosition.of(eventId).isPresent();
    }

    /** The past is about to be read from the broker (again). */
    public void beginReplay() {
        history.beginReplay();
    }

    /**
     * Says whose data are being read.
     *
     * @param name eight hexadecimal digits, other ones for other data; empty if the broker does not say
     */
    public void identifyData(String name) {
        wakeAllIf(history.dataAre(name));
    }

    /**
     * Puts one event in, or finds it is there already. Called by the link's thread, in the broker's order.
     *
     * @param json the event as clients get it; not to be changed afterwards
     * @param moreFollow whether the calling thread has others at hand; if not, it may hand this one to the clients itself
     * @return {@code false} if this organization's stream holds an event of that id
     */
    public boolean append(
            OrganizationId organizationId, EventId eventId, byte[] json, Arrival arrival, boolean moreFollow) {
        boolean isNew = history.append(organizationId, eventId.value(), json, arrival);
        if (isNew) {
            Room room = history.existingRoom(organizationId);
            if (room != null) {
                Batch batch = batches.get();
                room.wake(batch, moreFollow || json.length > LARGE_EVENT_BYTES);
                batch.clear();
            }
        }
        return isNew;
    }

    /**
     * What the broker tells of an event's coming.
     *
     * @param at when the broker took it
     * @param number the broker's number for it, growing with time
     * @param priority JMS priority; the broker hands out higher ones first when several are waiting
     * @param persistent whether the broker would still have it after a restart
     */
    public record Arrival(Instant at, long number, int priority, boolean persistent) {}

    /** The link has gone down; until the past has been read again nothing later than now is known for sure. */
    public void linkDown() {
        history.interrupted();
    }

    /**
     * Something may have gone from the broker unread; see {@link History#gap}. For any thread.
     *
     * @return whether it concerns anybody
     */
    public boolean markGap() {
        return wakeAllIf(history.gap());
    }

    private boolean wakeAllIf(boolean needed) {
        if (needed) {
            Batch batch = batches.get();
            history.wakeAll(batch);
            batch.clear();
        }
        return needed;
    }

    /** Notes that the broker has sent a message, of whatever kind; the stream learns from it how full the history was. */
    public void noteRead(Instant arrivedAt) {
        history.noteRead(arrivedAt.toEpochMilli());
    }

    /**
     * Something may have gone unread before the past began to be read again; see {@link History#gapBefore}.
     *
     * @return whether it concerns anybody
     */
    public boolean markGapBeforeReplay() {
        return wakeAllIf(history.gapBefore());
    }

    /**
     * The past has been read; whoever was waiting for it is served now.
     *
     * @param loss what the broker should have had as well
     */
    public void endReplay(HistoryLoss loss) {
        wakeAllIf(history.endReplay(loss));
    }

    /** Whether the recent past is known, so that newcomers are greeted at once. */
    public boolean isReady() {
        return history.isReady();
    }

    /** Brings a session into its organization's room, for life. */
    public Subscriber join(OrganizationId organizationId, MessageSink sink) {
        return history.inRoom(organizationId, room -> {
            Subscriber subscriber = new Subscriber(room, this, fanOut.assign(), sink, slowLimits);
            room.join(subscriber);
            return subscriber;
        });
    }

    /** Takes a session out again; nothing more is handed to it. */
    public void leave(Subscriber subscriber) {
        subscriber.stop();
        subscriber.room().leave(subscriber);
        history.left(subscriber.room());
    }

    /** Lets go of what is too old. Called every second or so. */
    public void sweep() {
        history.sweep();
    }

    History history() {
        return history;
    }

    /** The greeting as UTF-8 JSON; counts how many came back and got what they missed. */
    byte[] greeting(OrganizationId organizationId, String position, @Nullable Boolean wasRecovered) {
        if (wasRecovered != null) {
            (wasRecovered ? recovered : notRecovered).increment();
        }
        return json.encode(new Connected(organizationId, clock.instant(), new EventId(position), wasRecovered));
    }

    /** The latest moment up to which this gateway knows what has happened. */
    TimePosition knownMoment() {
        return new TimePosition(history.data(), Math.min(time.millis(), history.knownUntil()));
    }

    @Override
    public void start() {
        fanOut.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        fanOut.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
