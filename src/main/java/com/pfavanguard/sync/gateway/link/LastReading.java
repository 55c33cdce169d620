package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.broker.StompBroker;
import com.pfavanguard.sync.gateway.link.ReadMessagesFile.Contents;
import com.pfavanguard.sync.gateway.stream.BrokerTime;
import com.pfavanguard.sync.gateway.stream.HistoryLoss;
import com.pfavanguard.sync.roles.ConditionalOnRole;
import com.pfavanguard.sync.roles.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Remembers what was read over the last connection that read the whole past, in this process or in the one before it,
 * and compares it with what the next connection reads (decision 0029). Used by the link's thread.
 */
@Component
@ConditionalOnRole(Role.GATEWAY)
class LastReading {

    private final StompBroker broker;
    private final BrokerTime time;
    private final GapReports reports;
    private final ReadMessagesRecorder recorder;

    private volatile Contents contents = Contents.NOTHING;
    private volatile @Nullable GapCheck gapCheck;
    private volatile boolean ofThisProcess;

    LastReading(StompBroker broker, BrokerTime time, GapReports reports, ReadMessagesRecorder recorder) {
        this.broker = broker;
        this.time = time;
        this.reports = reports;
        this.recorder = recorder;
    }

    /** Loads what the process before this one has recorded, unless this process has read the past itself. */
    void load() {
        if (!ofThisProcess) {
            contents = recorder.load();
        }
    }

    /**
     * Whether no gateway has read this broker's data before. Known of the embedded broker alone, beside whose journal each
     * reading is recorded; it starts with this process, so no producer can have been there long before either.
     */
    boolean isFirst() {
        return recorder.isNew() && !ofThisProcess;
    }

    /** The check of this process's last connection, for the next one to go on from; {@code null} if there was none. */
    @Nullable GapCheck gapCheck() {
        return gapCheck;
    }

    /**
     * Reports and returns what the past should have held as well, now that it has been read.
     *
     * @param data short name of the broker's data; other data than before are no loss but a new beginning, which the
     *     stream learns by itself
     */
    HistoryLoss compare(ReadMessages read, String data) {
        if (!contents.data().isEmpty() && !data.isEmpty() && !contents.data().equals(data)) {
            return HistoryLoss.NONE;
        }
        LostMessages missing = LostMessages.between(
                contents.messages(),
                read.from(0),
                Math.min(contents.ringSize(), broker.historySize()),
                broker.historyRetention().toMillis(),
                time.millis());
        reports.lost(missing, ofThisProcess);
        return missing.loss(ofThisProcess);
    }

    /** Starts to record what has been read over this connection and will be. */
    void record(ReadMessages read, String data) {
        recorder.follow(read, data);
    }

    /** Writes to disk what has been read since the last time. Safe for any thread. */
    void flush() {
        recorder.flush();
    }

    /** The connection has ended after it had read the whole past. */
    void remember(ReadMessages read, String data, @Nullable GapCheck judged) {
        recorder.close();
        contents = new Contents(data, broker.historySize(), read.from(0));
        gapCheck = judged != null ? judged : new GapCheck(read);
        ofThisProcess = true;
    }
}
