package com.pfavanguard.sync.gateway.stream;

import com.pfavanguard.sync.gateway.stream.KeptStates.Changes;
import com.pfavanguard.sync.gateway.stream.SimulatedBroker.Message;

/** A gateway without sockets: reads the simulated broker as the link does, and keeps the states as the keeper does. */
final class SimulatedGateway {

    final SimulatedBroker broker;
    final StreamFixture fixture;
    private long read;
    private boolean keeper;

    SimulatedGateway(SimulatedBroker broker) {
        this.broker = broker;
        this.fixture = new StreamFixture(SimulatedBroker.RING, broker.clock);
        connect();
    }

    KeptStates states() {
        return fixture.stream.keptStates();
    }

    /** The link connects and reads the past. */
    void connect() {
        keeper = false;
        states().unfollow();
        fixture.stream.beginReplay();
        if (states().needStored()) {
            states().restore(broker.stored(), broker.oldest() == 0);
        }
        read = broker.oldest();
        readUpTo(broker.end());
        fixture.stream.endReplay(fixture.stream.isReady() ? HistoryLoss.NONE : broker.loss());
    }

    /** Takes the next messages, at most so many. */
    void read(int most) {
        if (read < broker.oldest()) {
            fixture.stream.markGap(0);
            connect();
        }
        readUpTo(Math.min(broker.end(), read + most));
    }

    private void readUpTo(long end) {
        for (; read < end; read++) {
            Message message = broker.at(read);
            Arrival arrival = new Arrival(message.at(), message.number(), 4, message.persistent());
            fixture.stream.noteRead(message.at(), message.number());
            fixture.stream.append(message.organizationId(), message.event(), arrival, true);
            fixture.stream.handled(arrival);
        }
    }

    /** Is killed, and loses the lock. */
    void end() {
        giveUp();
    }

    boolean isKeeper() {
        return keeper;
    }

    /** Takes the lock, which no other gateway has. */
    void takeOver() {
        if (!states().needStored()) {
            states().follow();
            keeper = states().compare(broker.stored());
        }
    }

    /** Loses the lock. */
    void giveUp() {
        keeper = false;
        states().unfollow();
    }

    /** Writes what has changed. */
    void save() {
        boolean more = true;
        while (keeper && more) {
            Changes changes = states().take(7);
            more = changes != null && changes.more();
            if (changes != null) {
                broker.write(changes);
            }
        }
    }

    /** The commit fails; the broker has made it, or not. Either way the keeper has to begin again. */
    void saveWithoutAnswer(boolean made) {
        Changes changes = keeper ? states().take(7) : null;
        if (changes != null && made) {
            broker.write(changes);
        }
        giveUp();
    }
}
