package com.pfavanguard.sync.demo;

import com.pfavanguard.sync.event.SyncEvent;
import com.pfavanguard.sync.producer.SyncEventPublishException;
import com.pfavanguard.sync.producer.SyncEventPublisher;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is published, or refuses it like a broker that is down. */
class RecordingPublisher implements SyncEventPublisher {

    final List<SyncEvent> published = new CopyOnWriteArrayList<>();
    volatile boolean down;

    @Override
    public void publish(SyncEvent event) {
        if (down) {
            throw new SyncEventPublishException(event, new IllegalStateException("secret broker address"));
        }
        published.add(event);
    }
}
