package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.gateway.GatewayProperties;
import com.pfavanguard.sync.gateway.StatesProperties;
import com.pfavanguard.sync.gateway.stream.History.Appended;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The stream's front door: the broker link appends events, sessions join and are served. Safe for any thread; no method
 * blocks on a client.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
public class EventStream implements SmartLifecycle {

    /** After the embedded broker, before the link that fills the stream. */
    public static final int PHASE = Integer.MIN_VALUE + 2000;

    private static final int MOST_THREADS = 4;

    // Copying a larger event to as many clients as the link serves itself would hold up the link for too long.
    private static final int LARGE_EVENT_BYTES = 2_048;

    private final Deliveries deliveries;
    private final FanOut fanOut;
    private final History history;
    private final KeptStates keptStates;
    private final Greeter greeter;
    private final UnknownPositions unknownPositions;
    private final Snapshots snapshots;
    private final SlowLimits slowLimits;
    // One for each thread of the link: for a moment after a stop and a start there may be two.
    private final ThreadLocal<Batch> batches;
    private volatile boolean running;

    public EventStream(
            GatewayProperties properties,
            StatesProperties stateProperties,
            StompBroker broker,
            BrokerTime time,
            Clock clock,
            MessageCompressor compressor,
            MeterRegistry meters) {
        this.deliveries = new Deliveries(time, meters);
        this.batches = ThreadLocal.withInitial(() -> new Batch(deliveries.ofThread()));
        this.fanOut = new FanOut(threads(properties.fanOutThreads()), deliveries);
        HistoryLimits limits =
                new HistoryLimits(broker.historySize(), properties.historyMemory(), broker.historyRetention());
        KnownPast past = new KnownPast(time);
        StateTable states = new StateTable(
                new StateLimits(
                        stateProperties.maxRecords(), stateProperties.memoryBytes(), stateProperties.keepFinished()),
                meters);
        this.history = new History(limits, time, past, states, of -> new Room(of, fanOut.workers()));
        this.keptStates = new KeptStates(history, past);
        this.unknownPositions = new UnknownPositions(time);
        this.snapshots = new Snapshots(states, past, clock, time::nanos, compressor);
        this.greeter = new Greeter(past, unknownPositions, snapshots, clock, meters);
        this.slowLimits = new SlowLimits(
                properties.maxLagEvents(), properties.maxLagSize().toBytes(), properties.sendTimeLimit());
        StreamGauges.register(history, limits, states, meters);
    }

    private static int threads(int configured) {
        return configured > 0 ? configured : Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
    }

    /** Whether an event id could be mistaken for the position of a client that has received no event. */
    public static boolean isTimePosition(String eventId) {
        // The prefix first: this is asked for every event, and most ids need no regular expression then.
        return eventId.startsWith("t-") && TimePosition.of(eventId).isPresent();
    }

    /** The link is about to read the past from the broker, for the first time or again. */
    public void beginReplay() {
        history.beginReplay();
    }

    /**
     * Says which data the broker has.
     *
     * @param dataId eight hexadecimal digits, different for different data; empty if the broker does not say
     */
    public void identifyData(String dataId) {
        wakeAllIf(history.identifyData(dataId));
    }

    /**
     * Appends one event unless it is known. Called by the link's thread, in the broker's order.
     *
     * @param moreFollow whether the calling thread has more events at hand; if not, it may serve the clients itself
     * @return {@code false} if this organization's stream holds an event of that id
     */
    public boolean append(OrganizationId organizationId, EncodedEvent event, Arrival arrival, boolean moreFollow) {
        Appended appended = history.append(organizationId, event, arrival);
        Room room = appended.room();
        if (room != null) {
            Batch batch = batches.get();
            room.wake(batch, moreFollow || event.json().length > LARGE_EVENT_BYTES);
            batch.clear();
        }
        return appended.isNew();
    }

    /** The link has gone down. Until the past has been read again, nothing later than now is known for sure. */
    public void linkDown() {
        history.linkDown();
    }

    /**
     * Notes that the broker has sent a message of any kind, before it is taken: during a replay this tells how full the
     * history was.
     */
    public void noteRead(Instant arrivedAt, long number) {
        history.noteRead(arrivedAt.toEpochMilli(), number);
    }

    /** Notes that a message of any kind has been taken or passed over. Called by the link's thread. */
    public void handled(Arrival arrival) {
        keptStates.handled(arrival);
    }

    /** What this gateway knows of the records' states, as the broker keeps it. */
    public KeptStates keptStates() {
        return keptStates;
    }

    /**
     * Something may have gone from the broker unread; see {@link History#markGap}. For any thread.
     *
     * @param behind how many messages were read over this connection before the gap; only matters while the past is read
     * @return whether clients are affected
     */
    public boolean markGap(long behind) {
        return wakeAllIf(history.markGap(behind));
    }

    /**
     * Something may have gone unread before the present replay began; see {@link History#markGapBeforeReplay}. For any
     * thread.
     *
     * @return whether clients are affected
     */
    public boolean markGapBeforeReplay() {
        return wakeAllIf(history.markGapBeforeReplay());
    }

    /**
     * The past has been read; subscriptions that waited for it are served now.
     *
     * @param loss what the broker should have had as well
     */
    public void endReplay(HistoryLoss loss) {
        wakeAllIf(history.endReplay(loss));
    }

    /**
     * Sets how the stream asks for a marker when a client comes with a position that it does not know.
     *
     * @param wanted is given a moment by {@link System#nanoTime}; has the link send a marker unless it has sent one since
     *     then, and returns whether it does. Called by any thread, and must not block
     */
    public void whenMarkerWanted(LongPredicate wanted) {
        unknownPositions.markerWanted(wanted);
    }

    /**
     * A marker has come back, so all that the broker had when it was sent has been read. Called by the link's thread.
     *
     * @param sentAt {@link System#nanoTime} when it was sent
     */
    public void markerRead(long sentAt) {
        unknownPositions.readUpTo(sentAt, batches.get());
        batches.get().clear();
    }

    /**
     * New events have not come for so long that all subscriptions tell their clients, later ones too.
     *
     * @param since when the link to the broker went down, by this machine's clock
     */
    public void interrupted(Instant since) {
        greeter.interruption(new Interruption(since));
        wakeAllIf(true);
    }

    /** New events come again, and the past has been read; subscriptions tell their clients after what they missed. */
    public void restored() {
        greeter.interruption(null);
        wakeAllIf(true);
    }

    private boolean wakeAllIf(boolean needed) {
        if (needed) {
            Batch batch = batches.get();
            history.rooms().wakeAll(batch);
            batch.clear();
        }
        return needed;
    }

    /** Whether the recent past is known, so that newcomers are greeted at once. */
    public boolean isReady() {
        return greeter.isReady();
    }

    /** Brings a session into its organization's room, for life. */
    public Subscriber join(OrganizationId organizationId, MessageSink sink) {
        return history.inRoom(organizationId, room -> {
            Subscriber subscriber = new Subscriber(room, greeter, fanOut.assign(), sink, slowLimits);
            room.join(subscriber);
            return subscriber;
        });
    }

    /** Takes a session out of its room; it gets no further messages. */
    public void leave(Subscriber subscriber) {
        subscriber.stop();
        subscriber.room().leave(subscriber);
        history.left(subscriber.room());
    }

    /** Evicts events that are too old, and greets clients that have waited for too long. Called twice a second. */
    public void sweep() {
        history.sweep();
        snapshots.sweep();
        unknownPositions.wake(batches.get());
        batches.get().clear();
    }

    Deliveries deliveries() {
        return deliveries;
    }

    /**
     * Begins to read all events from now on; see {@link EventTail}.
     *
     * @param only the organization to read; {@code null} for all
     */
    public EventTail tail(@Nullable OrganizationId only, EventFilter filter) {
        return new EventTail(history, only, filter);
    }

    public HistoryFill fill() {
        return history.fill();
    }

    Greeter greeter() {
        return greeter;
    }

    History history() {
        return history;
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
